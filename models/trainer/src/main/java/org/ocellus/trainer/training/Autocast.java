package org.ocellus.trainer.training;

import org.bytedeco.pytorch.global.torch;

/** Runs libtorch's operations of this thread in bfloat16 where that is safe, until closed. */
final class Autocast implements AutoCloseable {
  private final boolean enabled;

  /** Begins, or with {@code enabled} false does nothing. */
  Autocast(boolean enabled) {
    this.enabled = enabled;
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
