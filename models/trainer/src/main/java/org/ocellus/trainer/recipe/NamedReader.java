package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads things that have a name and perhaps options: from the name alone, or from an object whose
 * one property is the name and whose value the options.
 */
final class NamedReader<T> extends StdDeserializer<T> {
  @Serial private static final long serialVersionUID = 1;

  private final String kind;
  private final transient Map<String, T> plain;
  private final transient Map<String, Class<? extends T>> options;

  /**
   * Knows names.
   *
   * @param kind what the things are, for messages
   * @param plain things that are complete without options
   * @param options what to read options into; a name may be in both
   */
  NamedReader(
      Class<T> type, String kind, Map<String, T> plain, Map<String, Class<? extends T>> options) {
    super(type);
    this.kind = kind;
    this.plain = plain;
    this.options = options;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return plain(parser, parser.getText());
    }
    if (parser.currentToken() != JsonToken.START_OBJECT
        || parser.nextToken() != JsonToken.FIELD_NAME) {
      throw JsonMappingException.from(
          parser, "a " + kind + " is its name, or its name with options: 'name: {…}'");
    }
    String name = parser.currentName();
    T thing =
        parser.nextToken() == JsonToken.VALUE_NULL
            ? plain(parser, name)
            : withOptions(parser, context, name);
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw JsonMappingException.from(
          parser, "'" + parser.currentName() + "' stands beside '" + name + "'; give one " + kind);
    }
    return thing;
  }

  private T plain(JsonParser parser, String name) throws JsonMappingException {
    T thing = plain.get(name);
    if (thing == null) {
      throw JsonMappingException.from(
          parser,
          options.containsKey(name)
              ? "'" + name + "' needs options, as in '" + name + ": {…}'"
              : unknown(name));
    }
    return thing;
  }

  private T withOptions(JsonParser parser, DeserializationContext context, String name)
      throws IOException {
    Class<? extends T> type = options.get(name);
    if (type == null) {
      throw JsonMappingException.from(
          parser,
          plain.containsKey(name)
              ? "'" + name + "' has no options; write '" + name + "' alone"
              : unknown(name));
    }
    try {
      return context.readValue(parser, type);
    } catch (JsonMappingException e) {
      e.prependPath(type, name);
      throw e;
    }
  }

  private String unknown(String name) {
    Set<String> names = new HashSet<>(plain.keySet());
    names.addAll(options.keySet());
    return "there is no " + kind + " '" + name + "'" + EditDistance.suggestion(name, names);
  }
}
