package org.ocellus.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Typed access to a JSON object's fields; what has the wrong type is refused by its name. */
record JsonFields(JsonNode node) {

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  boolean isNumber(String field) {
    return node.path(field).isNumber();
  }

  boolean flag(String field, boolean otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    require(node.get(field).isBoolean(), field, "true or false");
    return node.get(field).booleanValue();
  }

  int integer(String field, int otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    require(node.get(field).canConvertToExactIntegral(), field, "a whole number");
    require(node.get(field).canConvertToInt(), field, "a whole number below 2^31");
    return node.get(field).intValue();
  }

  double number(String field, double otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    require(isNumber(field), field, "a number");
    return node.get(field).doubleValue();
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : list(field)) {
      require(element.isNumber(), field, "a list of numbers");
      numbers.add(element.doubleValue());
    }
    return numbers;
  }

  /** The list's elements; none where the field is absent. */
  Iterable<JsonNode> list(String field) {
    if (!has(field)) {
      return List.of();
    }
    require(node.get(field).isArray(), field, "a list");
    return node.get(field);
  }

  /** The object's fields; an empty object where the field is absent or a number. */
  JsonFields object(String field) {
    if (!has(field) || isNumber(field)) {
      return new JsonFields(MissingNode.getInstance());
    }
    require(node.get(field).isObject(), field, "an object");
    return new JsonFields(node.get(field));
  }

  String text(String field, String otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    require(node.get(field).isTextual(), field, "a text");
    return node.get(field).textValue();
  }

  private void require(boolean condition, String field, String wanted) {
    if (!condition) {
      throw new IllegalArgumentException(field + " must be " + wanted + ", got " + node.get(field));
    }
  }

  @Override
  public String toString() {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
