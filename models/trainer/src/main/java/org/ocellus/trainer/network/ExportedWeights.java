package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.Tensors;

/**
 * What {@link Network#export} wrote, to go on learning from. A batch normalisation that was folded
 * into the convolution before it comes apart again, but without its statistics: {@link
 * Network#takeStatistics} takes them from pictures.
 */
public final class ExportedWeights {
  private final Map<String, float[]> constants = new HashMap<>();

  /** Reads the constants of a graph. */
  public ExportedWeights(GraphProto graph) {
    for (TensorProto constant : graph.getInitializerList()) {
      if (constant.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
        constants.put(constant.getName(), Tensors.floats(constant));
      }
    }
  }

  /**
   * Gives a network its body, and those heads that are equal to the network's, so that in inference
   * it computes what the graph does.
   *
   * @throws IllegalArgumentException if the body is another, naming what is not there or of another
   *     size; nothing has changed then
   */
  public void copyTo(Network network) {
    Part body = new Part(network.body(), network.bodyWeights());
    Optional<String> misfit = body.misfit();
    if (misfit.isPresent()) {
      throw new IllegalArgumentException(misfit.get());
    }
    Stream<Part> heads =
        network.heads().entrySet().stream()
            .map(head -> new Part(head.getValue(), network.headWeights(head.getKey())))
            .filter(head -> head.misfit().isEmpty());
    Stream.concat(Stream.of(body), heads).forEach(Part::copy);
  }

  /**
   * A normalisation and its constants.
   *
   * @param scale null where a convolution holds it
   */
  private record Norm(BatchNorm.Trained norm, @Nullable String scale, String shift) {}

  /** A body or a head. */
  private final class Part {
    private final Map<String, Tensor> weights;
    private final List<Norm> norms = new ArrayList<>();

    Part(Sequence sequence, Map<String, Tensor> weights) {
      this.weights = new LinkedHashMap<>(weights);
      findNorms(sequence.parts());
      norms.forEach(norm -> this.weights.keySet().removeAll(norm.norm().names()));
    }

    private void findNorms(List<Block> blocks) {
      for (int i = 0; i < blocks.size(); i++) {
        if (!(blocks.get(i) instanceof BatchNorm.Trained norm)) {
          findNorms(blocks.get(i).parts());
        } else if (i > 0 && blocks.get(i - 1) instanceof Convolution.Trained conv) {
          norms.add(new Norm(norm, null, conv.exportedBias()));
        } else {
          norms.add(new Norm(norm, norm.exportedScale(), norm.exportedShift()));
        }
      }
    }

    /** What of it is not among the constants. */
    Optional<String> misfit() {
      Map<String, Long> wanted = new LinkedHashMap<>();
      weights.forEach((name, tensor) -> wanted.put(name, tensor.numel()));
      for (Norm norm : norms) {
        Stream.of(norm.scale(), norm.shift())
            .filter(Objects::nonNull)
            .forEach(name -> wanted.put(name, (long) norm.norm().channels()));
      }
      return wanted.entrySet().stream()
          .map(each -> misfit(each.getKey(), each.getValue()))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private Optional<String> misfit(String name, long size) {
      float[] values = constants.get(name);
      if (values == null) {
        return Optional.of("has no '" + name + "'");
      }
      return values.length == size
          ? Optional.empty()
          : Optional.of("has %,d numbers in '%s', not %,d".formatted(values.length, name, size));
    }

    void copy() {
      weights.forEach(
          (name, tensor) -> {
            try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
              tensor.copy_(Tensor.create(constants.get(name)).reshape(tensor.sizes()));
            }
          });
      for (Norm norm : norms) {
        float[] ones = new float[norm.norm().channels()];
        Arrays.fill(ones, 1);
        // A convolution that has a bias of its own got all of the shift above.
        boolean shifted = weights.containsKey(norm.shift());
        norm.norm()
            .become(
                norm.scale() == null ? ones : constants.get(norm.scale()),
                shifted ? new float[ones.length] : constants.get(norm.shift()));
      }
    }
  }
}
