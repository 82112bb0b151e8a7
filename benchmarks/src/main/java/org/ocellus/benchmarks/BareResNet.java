package org.ocellus.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.network.ResNet;

/**
 * A residual network in libtorch's own modules and optimiser, without anything of ours: what the
 * trainer's loop is compared with. Owns native memory until closed.
 */
final class BareResNet implements AutoCloseable {
  private record Conv(Conv2dImpl conv, BatchNorm2dImpl norm) {
    Tensor forward(Tensor x) {
      return norm.forward(conv.forward(x));
    }
  }

  private record Block(Conv first, Conv second, @Nullable Conv shortcut) {
    Tensor forward(Tensor x) {
      Tensor inner = second.forward(torch.relu_(first.forward(x)));
      return torch.relu_(inner.add_(shortcut == null ? x : shortcut.forward(x)));
    }
  }

  private final PointerScope memory = new PointerScope();
  private final Module module = new Module();
  private final Conv stem;
  private final List<Block> blocks = new ArrayList<>();
  private final LinearImpl head;
  private final SGD optimiser;
  private int modules;

  BareResNet(ResNet spec, int classes) {
    ResNet.Stem first = spec.stem();
    stem = conv(3, first.channels(), first.kernel(), first.stride());
    int channels = first.channels();
    for (ResNet.Stage stage : spec.stages()) {
      for (int b = 0; b < stage.blocks(); b++) {
        int stride = b == 0 ? stage.stride() : 1;
        int out = stage.channels();
        Conv shortcut = channels == out && stride == 1 ? null : conv(channels, out, 1, stride);
        blocks.add(new Block(conv(channels, out, 3, stride), conv(out, out, 3, 1), shortcut));
        channels = out;
      }
    }
    head = register(new LinearImpl(channels, classes));
    SGDOptions options = new SGDOptions(0.01);
    options.momentum().put(0.9);
    options.nesterov().put(true);
    options.weight_decay().put(5e-4);
    optimiser = new SGD(module.parameters(), options);
  }

  private Conv conv(int in, int out, int kernel, int stride) {
    Conv2dOptions options =
        new Conv2dOptions(in, out, new org.bytedeco.javacpp.LongPointer(kernel, kernel));
    options.stride().put(new long[] {stride, stride});
    options.padding().put(new org.bytedeco.javacpp.LongPointer(kernel / 2, kernel / 2));
    options.bias().put(false);
    Conv2dImpl conv = register(new Conv2dImpl(options));
    return new Conv(conv, register(new BatchNorm2dImpl(new BatchNormOptions(out))));
  }

  private <M extends Module> M register(M part) {
    module.register_module("m" + modules++, part);
    return part;
  }

  /** One step of training: forward, cross-entropy, backward, SGD. */
  void step(Tensor pictures, Tensor targets, boolean bfloat16) {
    try (PointerScope scope = new PointerScope()) {
      optimiser.zero_grad();
      if (bfloat16) {
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
      }
      Tensor x = torch.relu_(stem.forward(pictures));
      for (Block block : blocks) {
        x = block.forward(x);
      }
      Tensor logits = head.forward(x.mean(2, 3));
      if (bfloat16) {
        torch.clear_cache();
        torch.set_autocast_enabled(torch.DeviceType.CPU, false);
      }
      torch
          .cross_entropy(logits.to(torch.ScalarType.Float), targets, new CrossEntropyLossOptions())
          .backward();
      optimiser.step();
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
