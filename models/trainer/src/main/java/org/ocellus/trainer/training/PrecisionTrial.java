package org.ocellus.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;

/**
 * Finds out on this machine whether bfloat16 is faster than float32 for a network: dense
 * convolutions gain about a factor of two, depthwise ones nothing.
 */
final class PrecisionTrial {
  private static final int WARM_UP = 2;
  private static final int STEPS = 4;

  /** A forward and backward pass over one batch, with autocast or without. */
  interface Pass {
    void run(boolean bfloat16);
  }

  private PrecisionTrial() {}

  /** Whether bfloat16 takes less time. What the passes do to the weights' tensors is undone. */
  static boolean bfloat16IsFaster(Weights weights, Pass pass) {
    try (PointerScope scope = new PointerScope()) {
      Map<String, Tensor> before = new LinkedHashMap<>();
      weights.all().forEach((name, tensor) -> before.put(name, tensor.detach().clone()));
      long float32 = time(pass, false);
      long bfloat16 = time(pass, true);
      try (NoGradGuard guard = new NoGradGuard()) {
        weights.all().forEach((name, tensor) -> tensor.detach().copy_(before.get(name)));
      }
      return bfloat16 < float32;
    }
  }

  private static long time(Pass pass, boolean bfloat16) {
    for (int i = 0; i < WARM_UP; i++) {
      pass.run(bfloat16);
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < STEPS; i++) {
      long start = System.nanoTime();
      pass.run(bfloat16);
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }
}
