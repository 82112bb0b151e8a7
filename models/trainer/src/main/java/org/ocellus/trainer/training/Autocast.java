package org.ocellus.trainer.training;

import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.recipe.TrainingSpec.Precision;

/** Runs libtorch's operations of this thread in a lower precision until closed. */
final class Autocast implements AutoCloseable {
  private final boolean enabled;

  Autocast(Precision precision) {
    enabled = precision == Precision.BFLOAT16;
    if (enabled) {
      torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
      torch.set_autocast_enabled(torch.DeviceType.CPU, true);
    }
  }

  @Override
  public void close() {
    if (enabled) {
      torch.clear_cache();
      torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    }
  }
}
