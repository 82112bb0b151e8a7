package org.ocellus.trainer.network;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network says of a batch of N pictures.
 *
 * @param embedding {@code [N, dimension]}, not normalised
 * @param heads each head's output by its name, in the spec's order
 */
public record Outputs(Tensor embedding, Map<String, Tensor> heads) {
  /** The output of a name: {@code embedding} or a head's. */
  public Tensor get(String name) {
    Tensor output = name.equals(NetworkSpec.EMBEDDING) ? embedding : heads.get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "the network has no output '" + name + "', only embedding and " + heads.keySet());
    }
    return output;
  }
}
