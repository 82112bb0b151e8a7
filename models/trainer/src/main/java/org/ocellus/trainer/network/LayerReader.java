package org.ocellus.trainer.network;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.TreeMap;

/** Reads a layer from its type alone, or from an object whose one property is its type. */
final class LayerReader extends StdDeserializer<Layer> {
  @Serial private static final long serialVersionUID = 1;

  /** Layers with options. */
  private static final Map<String, Class<? extends Layer>> TYPES =
      new TreeMap<>(
          Map.of(
              "conv", Convolution.class,
              "batch_norm", BatchNorm.class,
              "max_pool", Pooling.Max.class,
              "mean_pool", Pooling.Mean.class,
              "residual", Residual.class,
              "dropout", Dropout.class,
              "linear", Linear.class));

  /** Layers that are complete without any. */
  private static final Map<String, Layer> PLAIN =
      new TreeMap<>(
          Map.of(
              "batch_norm",
              BatchNorm.STANDARD,
              "relu",
              Activation.RELU,
              "global_mean",
              new GlobalMean(),
              "flatten",
              new Flatten()));

  LayerReader() {
    super(Layer.class);
  }

  @Override
  public Layer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      Layer plain = PLAIN.get(parser.getText());
      if (plain == null) {
        throw unknown(parser, parser.getText());
      }
      return plain;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT
        || parser.nextToken() != JsonToken.FIELD_NAME) {
      throw JsonMappingException.from(
          parser, "a layer is its type, as in 'relu', or 'conv: {out: 16, kernel: 3}'");
    }
    String type = parser.currentName();
    Class<? extends Layer> options = TYPES.get(type);
    if (options == null) {
      throw unknown(parser, type);
    }
    parser.nextToken();
    Layer layer = context.readValue(parser, options);
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw JsonMappingException.from(
          parser, "'" + parser.currentName() + "' stands beside '" + type + "'; one layer a line");
    }
    return layer;
  }

  private static JsonMappingException unknown(JsonParser parser, String type) {
    TreeMap<String, Object> all = new TreeMap<>(TYPES);
    all.putAll(PLAIN);
    return JsonMappingException.from(
        parser,
        PLAIN.containsKey(type)
            ? "'" + type + "' has no options; write '- " + type + "'"
            : TYPES.containsKey(type)
                ? "'" + type + "' needs options, as in '- " + type + ": {…}'"
                : "there is no layer '" + type + "'; known are " + String.join(", ", all.keySet()));
  }
}
