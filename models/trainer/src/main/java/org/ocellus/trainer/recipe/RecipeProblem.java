package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Jackson complains of, in the words of recipes. */
final class RecipeProblem {
  private static final Pattern MISSING = Pattern.compile("Missing required .*property '(.*?)'.*");
  private static final Pattern KNOWN_TYPES = Pattern.compile("known type ids = \\[(.*?)\\]");

  private RecipeProblem() {}

  static String of(JsonMappingException e) {
    String message = e.getOriginalMessage();
    Matcher missing = MISSING.matcher(message);
    Matcher knownTypes = KNOWN_TYPES.matcher(message);
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    } else if (e instanceof UnrecognizedPropertyException unknown) {
      List<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
      String name = unknown.getPropertyName();
      return "there is no '" + name + "' here" + EditDistance.suggestion(name, known);
    } else if (e instanceof InvalidTypeIdException unknown && knownTypes.find()) {
      List<String> known = List.of(knownTypes.group(1).split(", "));
      String name = unknown.getTypeId();
      return "there is no '" + name + "'" + EditDistance.suggestion(name, known);
    } else if (message.contains("Cannot deduce unique subtype")) { // of PictureSource
      return "it does not say where its pictures are; give one of 'batches', 'folders', 'images',"
          + " 'manifest', 'pictures'";
    } else if (e instanceof InvalidFormatException wrong) {
      String value = String.valueOf(wrong.getValue());
      return value.isEmpty()
          ? "the value is missing; give " + kind(wrong.getTargetType())
          : "'" + value + "' is not " + kind(wrong.getTargetType());
    } else if (missing.matches()) {
      return "'" + missing.group(1) + "' is missing";
    } else if (message.contains("FAIL_ON_NULL_FOR_PRIMITIVES")) {
      return "the value is missing; give a number";
    } else if (message.contains("end-of-input")) {
      return "there is nothing in it";
    } else if (e instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
      return "here must be " + kind(wrong.getTargetType());
    }
    return message;
  }

  /** The same of what is not YAML at all, without the excerpts that its messages have. */
  static String ofSyntax(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(": "));
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "String" -> "text";
      default ->
          Iterable.class.isAssignableFrom(type) ? "a list" : "properties, each 'name: value'";
    };
  }
}
