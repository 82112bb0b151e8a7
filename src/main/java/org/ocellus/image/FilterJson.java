package org.ocellus.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * A filter in JSON: {@code {"rows": 3, "cols": 3, "values": [...], "padding": "reflect", "stride":
 * 1}}; padding and stride may be left out.
 */
final class FilterJson {

  private FilterJson() {}

  static Filter read(JsonFields fields) {
    int rows = fields.integer("rows", 0);
    int cols = fields.integer("cols", 0);
    List<Double> numbers = fields.numbers("values");
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return new Filter(new Kernel(rows, cols, values), padding(fields), fields.integer("stride", 1));
  }

  private static Padding padding(JsonFields fields) {
    String name = fields.text("padding", "reflect");
    try {
      return Padding.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "filters: padding must be zero, replicate or reflect, got " + name, e);
    }
  }

  static void write(Filter filter, ObjectNode out) {
    Kernel kernel = filter.kernel();
    out.put("rows", kernel.rows()).put("cols", kernel.cols());
    ArrayNode values = out.putArray("values");
    for (float value : kernel.values()) {
      values.add(value);
    }
    out.put("padding", filter.padding().name().toLowerCase(Locale.ROOT));
    out.put("stride", filter.stride());
  }
}
