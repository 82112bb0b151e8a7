package org.ocellus.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.ocellus.model.Model;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.onnx.Tensors;

/**
 * A model between a fine-tuned one and the one it started from: each weight that both have is their
 * mean, by a share. Such a model often keeps what fine-tuning gained and loses less of what there
 * was before (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
 */
public final class WeightInterpolation {
  private WeightInterpolation() {}

  /**
   * Writes the model.
   *
   * @param tuned the fine-tuned model's folder; what only it has, such as a new head, stays
   * @param start the folder of the model that it started from
   * @param share of the fine-tuned weights, from 0 to 1
   * @param to made if it is missing
   * @throws DataException if most weights are not those of one network
   * @throws IOException if a folder cannot be read or written, or the new one is one of the others
   */
  public static void write(Path tuned, Path start, double share, Path to) throws IOException {
    DerivedFolder.requireOther(tuned, to);
    DerivedFolder.requireOther(start, to);
    try (Model model = Model.open(tuned, 1);
        Model before = Model.open(start, 1)) {
      ModelProto.Builder made = ModelProto.parseFrom(model.graph()).toBuilder();
      GraphProto other = ModelProto.parseFrom(before.graph()).getGraph();
      double common = interpolate(made.getGraphBuilder(), other, share);
      if (common < 0.5) {
        throw new DataException(
            "%s has only %.0f %% of its weights in common with %s; give the model that it started from"
                .formatted(tuned, 100 * common, start));
      }
      DerivedFolder.write(tuned, to, made.build().toByteArray(), config -> {});
    }
    DerivedFolder.describe(
        tuned,
        to,
        String.format(
            Locale.ROOT,
            "## Between two%n%nEach weight is %s of this model's and %s of that of the model it"
                + " started from.%n",
            share,
            1 - share));
  }

  /** Returns which share of the graph's numbers both have. */
  private static double interpolate(GraphProto.Builder graph, GraphProto other, double share) {
    Map<String, TensorProto> others = new HashMap<>();
    other.getInitializerList().forEach(tensor -> others.put(tensor.getName(), tensor));
    long all = 0;
    long common = 0;
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto mine = graph.getInitializer(i);
      if (mine.getDataType() != DataType.FLOAT.getNumber()) {
        continue;
      }
      float[] values = Tensors.floats(mine);
      all += values.length;
      TensorProto theirs = others.get(mine.getName());
      if (theirs != null
          && theirs.getDataType() == mine.getDataType()
          && theirs.getDimsList().equals(mine.getDimsList())) {
        common += values.length;
        float[] before = Tensors.floats(theirs);
        for (int v = 0; v < values.length; v++) {
          values[v] = (float) (share * values[v] + (1 - share) * before[v]);
        }
        graph.setInitializer(
            i, Tensors.of(mine.getName(), values, mine.getDimsList().toArray(Long[]::new)));
      }
    }
    return all == 0 ? 0 : (double) common / all;
  }
}
