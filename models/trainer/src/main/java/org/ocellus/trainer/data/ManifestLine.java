package org.ocellus.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of a manifest.
 *
 * @param place source, file and line, for errors
 * @param properties its properties; those of CSV are all text
 */
record ManifestLine(String place, ObjectNode properties) {

  String path() {
    String path = text("path");
    if (path == null) {
      throw wrong("it has no 'path'");
    }
    return path;
  }

  @Nullable String split() {
    return text("split");
  }

  /** Without repetitions; a {@code label} is a keyword where there are no others. */
  List<String> keywords() {
    JsonNode node = properties.path("keywords");
    if (node.isArray()) {
      List<String> words = new ArrayList<>();
      node.forEach(
          word -> {
            if (!word.isTextual()) {
              throw wrong("a keyword is " + word + ", not a text");
            }
            words.add(word.asText());
          });
      return words.stream().distinct().toList();
    }
    String text = text("keywords");
    String label = properties.path("label").isTextual() ? text("label") : null;
    return text == null
        ? label == null ? List.of() : List.of(label)
        : Stream.of(text.split(";"))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList();
  }

  /** The numbers called {@code names}. */
  List<Double> numbers(List<String> names) {
    return names.stream().map(this::number).toList();
  }

  private Double number(String name) {
    JsonNode node = properties.path(name);
    double number;
    try {
      number = node.isNumber() ? node.asDouble() : Double.parseDouble(node.asText().strip());
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw wrong(
          "its '" + name + "' is " + (node.isMissingNode() ? "missing" : node + ", not a number"));
    }
    return number;
  }

  private @Nullable String text(String name) {
    JsonNode node = properties.path(name);
    if (node.isMissingNode() || node.isNull() || node.asText().isBlank()) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong("its '" + name + "' is " + node + ", not a text");
    }
    return node.asText();
  }

  DataException wrong(String what) {
    return new DataException(place + ": " + what + "; correct the line or remove it");
  }
}
