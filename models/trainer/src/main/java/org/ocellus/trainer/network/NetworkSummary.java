package org.ocellus.trainer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a network is made of and what it costs.
 *
 * @param rows its layers in the order in which they run, those inside a layer before it
 */
public record NetworkSummary(List<Row> rows) {
  /**
   * A layer.
   *
   * @param name the one that its weights' names begin with
   * @param options its options in few words
   * @param output the shape that comes out
   * @param parameters numbers that training may change, without those of layers inside
   * @param macs multiplications with accumulation for one picture, without those of layers inside
   * @param field the receptive field, how many rows and columns of pixels take part in one output
   *     (Araujo et al., "Computing receptive fields of convolutional neural networks", Distill
   *     2019), though the picture may have less; null for all
   */
  public record Row(
      String name,
      String options,
      Shape output,
      long parameters,
      long macs,
      @Nullable Extent field) {}

  /** A place's receptive field, and the way in pixels from it to that of the next place. */
  private record Field(@Nullable Extent side, Extent step) {
    Field through(Window window, Shape output) {
      if (side == null || output.isVector()) {
        return new Field(null, step);
      }
      Extent span = window.span();
      Extent stride = window.stride();
      return new Field(
          new Extent(
              side.height() + (span.height() - 1) * step.height(),
              side.width() + (span.width() - 1) * step.width()),
          new Extent(step.height() * stride.height(), step.width() * stride.width()));
    }

    /** What a sum or product of both sees. */
    Field with(Field other) {
      if (side == null || other.side == null) {
        return new Field(null, step);
      }
      return new Field(
          new Extent(
              Math.max(side.height(), other.side.height()),
              Math.max(side.width(), other.side.width())),
          step);
    }
  }

  /** Copies the list. */
  public NetworkSummary {
    rows = List.copyOf(rows);
  }

  /** Sums up the body and then each head. */
  public static NetworkSummary of(NetworkSpec network) {
    List<Row> rows = new ArrayList<>();
    Field pixel = new Field(Extent.ONE, Extent.ONE);
    add(rows, network.body(), "", network.input(), pixel);
    Shape embedding = network.output(NetworkSpec.EMBEDDING);
    network
        .heads()
        .forEach(
            (name, layers) ->
                add(rows, layers, name + ".", embedding, new Field(null, Extent.ONE)));
    return new NetworkSummary(rows);
  }

  private static Field add(
      List<Row> rows, List<Layer> layers, String prefix, Shape input, Field field) {
    Field[] now = {field};
    Sequence.walk(
        layers,
        prefix,
        input,
        (name, layer, shape) -> {
          Shape output = layer.output(shape);
          Map<String, List<Layer>> paths = layer.paths(shape);
          Field seen = null;
          for (Map.Entry<String, List<Layer>> path : paths.entrySet()) {
            Field way = add(rows, path.getValue(), name + "." + path.getKey(), shape, now[0]);
            seen = seen == null ? way : seen.with(way);
          }
          now[0] = seen == null ? now[0].through(layer.window(), output) : seen;
          rows.add(
              new Row(
                  name,
                  layer.options(),
                  output,
                  paths.isEmpty() ? layer.parameters(shape) : 0,
                  paths.isEmpty() ? layer.macs(shape) : 0,
                  now[0].side()));
        });
    return now[0];
  }

  /** How many numbers training may change. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** Multiplications with accumulation for one picture. */
  public long macs() {
    return rows.stream().mapToLong(Row::macs).sum();
  }
}
