package org.ocellus.app.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one JSON object a line. */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;

  public JsonLines(PrintWriter out) {
    this.out = out;
  }

  /** Writes an object of names and values, in this order. */
  public void write(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    write(object);
  }

  /** Writes an object. */
  public void write(Map<String, ?> object) {
    try {
      out.println(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + object, e);
    }
  }
}
