package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.Serial;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ocellus.trainer.network.Activation;
import org.ocellus.trainer.network.AlexNet;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.BatchNorm;
import org.ocellus.trainer.network.Convolution;
import org.ocellus.trainer.network.Dropout;
import org.ocellus.trainer.network.Flatten;
import org.ocellus.trainer.network.GeneralisedMean;
import org.ocellus.trainer.network.GlobalMean;
import org.ocellus.trainer.network.L2Normalise;
import org.ocellus.trainer.network.Layer;
import org.ocellus.trainer.network.LeNet5;
import org.ocellus.trainer.network.LeakyRelu;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.LocalResponseNorm;
import org.ocellus.trainer.network.MaxPool;
import org.ocellus.trainer.network.MeanPool;
import org.ocellus.trainer.network.MinPool;
import org.ocellus.trainer.network.MobileNetV2;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.ResNet;
import org.ocellus.trainer.network.Rescale;
import org.ocellus.trainer.network.Residual;
import org.ocellus.trainer.network.Softmax;
import org.ocellus.trainer.network.SqueezeExcite;

/** Teaches Jackson to read networks and layers by their names. */
public final class NetworkModule extends SimpleModule {
  @Serial private static final long serialVersionUID = 1;

  /** Layers that are complete without options. */
  private static final Map<String, Layer> PLAIN_LAYERS =
      Map.ofEntries(
          Map.entry("batch_norm", BatchNorm.STANDARD),
          Map.entry("local_response_norm", LocalResponseNorm.STANDARD),
          Map.entry("relu", Activation.RELU),
          Map.entry("relu6", Activation.RELU6),
          Map.entry("leaky_relu", LeakyRelu.STANDARD),
          Map.entry("silu", Activation.SILU),
          Map.entry("sigmoid", Activation.SIGMOID),
          Map.entry("tanh", Activation.TANH),
          Map.entry("global_mean", new GlobalMean()),
          Map.entry("generalised_mean", GeneralisedMean.STANDARD),
          Map.entry("squeeze_excite", SqueezeExcite.STANDARD),
          Map.entry("flatten", new Flatten()),
          Map.entry("softmax", new Softmax()),
          Map.entry("l2_normalise", L2Normalise.STANDARD));

  /** Layers that have options. */
  private static final Map<String, Class<? extends Layer>> LAYERS =
      Map.ofEntries(
          Map.entry("conv", Convolution.class),
          Map.entry("batch_norm", BatchNorm.class),
          Map.entry("local_response_norm", LocalResponseNorm.class),
          Map.entry("leaky_relu", LeakyRelu.class),
          Map.entry("max_pool", MaxPool.class),
          Map.entry("min_pool", MinPool.class),
          Map.entry("mean_pool", MeanPool.class),
          Map.entry("generalised_mean", GeneralisedMean.class),
          Map.entry("residual", Residual.class),
          Map.entry("rescale", Rescale.class),
          Map.entry("squeeze_excite", SqueezeExcite.class),
          Map.entry("dropout", Dropout.class),
          Map.entry("linear", Linear.class),
          Map.entry("l2_normalise", L2Normalise.class));

  /** Networks that are complete without options. */
  private static final Map<String, Architecture> PLAIN_NETWORKS =
      Map.of(
          "lenet5", LeNet5.GREY,
          "alexnet", new AlexNet(),
          "resnet20", ResNet.RESNET_20,
          "resnet-small", ResNet.SMALL,
          "mobilenet-v2", MobileNetV2.STANDARD);

  /** Networks that have options. */
  private static final Map<String, Class<? extends Architecture>> NETWORKS =
      Map.of(
          "layers", NetworkSpec.class,
          "lenet5", LeNet5.class,
          "resnet", ResNet.class,
          "mobilenet-v2", MobileNetV2.class);

  /** Knows all networks and layers. */
  public NetworkModule() {
    addDeserializer(
        Architecture.class,
        new NamedReader<>(Architecture.class, "network", PLAIN_NETWORKS, NETWORKS));
    addDeserializer(Layer.class, new NamedReader<>(Layer.class, "layer", PLAIN_LAYERS, LAYERS));
  }

  static Set<String> networkNames() {
    return union(PLAIN_NETWORKS, NETWORKS);
  }

  static Set<String> layerNames() {
    return union(PLAIN_LAYERS, LAYERS);
  }

  private static Set<String> union(Map<String, ?> plain, Map<String, ?> options) {
    Set<String> names = new TreeSet<>(plain.keySet());
    names.addAll(options.keySet());
    return names;
  }
}
