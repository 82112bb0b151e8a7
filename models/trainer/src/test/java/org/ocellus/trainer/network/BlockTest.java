package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocellus.trainer.onnx.OnnxGraph;
import org.ocellus.trainer.recipe.NetworkModule;

/** Layers as recipes write them, run by libtorch, by ONNX Runtime, and from their formulas. */
class BlockTest {
  static final ObjectMapper YAML = YAMLMapper.builder().addModule(new NetworkModule()).build();

  private static final int BATCH = 2;
  private static final double TOLERANCE = 1e-4;

  /** Layers and the shape of what they get. */
  private static final String LAYERS =
      """
      conv: {out: 4, kernel: 3}                                                 | 3 × 7 × 5
      conv: {out: 4, kernel: 1, bias: false}                                    | 3 × 4 × 6
      conv: {out: 3, kernel: [1, 5], stride: [1, 2]}                            | 2 × 4 × 11
      conv: {out: 4, kernel: 5, stride: 3, padding: 2}                          | 3 × 10 × 13
      conv: {out: 4, kernel: 3, padding: [0, 2]}                                | 3 × 6 × 5
      conv: {out: 4, kernel: 3, stride: 2, padding: same}                       | 3 × 8 × 7
      conv: {out: 4, kernel: [2, 4], padding: same}                             | 3 × 5 × 6
      conv: {out: 4, kernel: 3, dilation: [2, 3]}                               | 2 × 9 × 8
      conv: {out: 4, kernel: 4, stride: 2, padding: same, dilation: 2}          | 2 × 11 × 10
      conv: {out: 6, kernel: 3, stride: 2, padding: 1, groups: 2}               | 4 × 7 × 9
      conv: {out: 8, kernel: 3, padding: same, groups: 4}                       | 4 × 6 × 5
      conv: {out: 5, kernel: [3, 5], stride: 2, padding: same, groups: 5}       | 5 × 9 × 6
      batch_norm                                                                | 3 × 4 × 5
      batch_norm: {epsilon: 0.1}                                                | 7
      conv: {out: 4, kernel: 3, bias: false}, batch_norm                        | 3 × 6 × 7
      conv: {out: 4, kernel: 3, groups: 4}, batch_norm: {epsilon: 0.01}         | 4 × 5 × 5
      batch_norm, conv: {out: 4, kernel: 3, padding: 1}                         | 3 × 5 × 6
      relu                                                                      | 2 × 3 × 5
      relu6                                                                     | 2 × 9 × 9
      leaky_relu                                                                | 2 × 3 × 5
      leaky_relu: {slope: 0.3}                                                  | 6
      silu                                                                      | 2 × 3 × 5
      sigmoid                                                                   | 2 × 3 × 5
      tanh                                                                      | 5
      max_pool: {kernel: 2}                                                     | 3 × 7 × 5
      max_pool: {kernel: 3, stride: 2}                                          | 3 × 9 × 8
      max_pool: {kernel: 3, stride: 2, padding: 1}                              | 3 × 8 × 8
      max_pool: {kernel: [2, 4], stride: [1, 3], padding: same}                 | 2 × 5 × 9
      min_pool: {kernel: [3, 2], stride: 2, padding: [1, 0]}                    | 3 × 8 × 7
      min_pool: {kernel: 4, stride: 3, padding: same}                           | 2 × 9 × 8
      mean_pool: {kernel: 2}                                                    | 3 × 6 × 7
      mean_pool: {kernel: 3, stride: 2, padding: 1}                             | 3 × 7 × 8
      mean_pool: {kernel: 3, stride: 2, padding: same}                          | 3 × 8 × 6
      mean_pool: {kernel: [2, 5], stride: [1, 2], padding: same}                | 2 × 5 × 8
      global_mean                                                               | 4 × 5 × 3
      generalised_mean                                                          | 4 × 5 × 3
      generalised_mean: {p: 1.7, epsilon: 0.01}                                 | 4 × 1 × 6
      local_response_norm                                                       | 7 × 3 × 4
      local_response_norm: {size: 3, alpha: 0.5, beta: 0.6, k: 1}               | 4 × 3 × 4
      local_response_norm: {size: 9, alpha: 0.2}                                | 3 × 2 × 2
      residual: {body: [conv: {out: 3, kernel: 3, padding: 1}, relu]}           | 3 × 5 × 4
      residual: {body: [conv: {out: 4, kernel: 3, stride: 2, padding: 1}, batch_norm], \
      shortcut: [conv: {out: 4, kernel: 1, stride: 2}, batch_norm]}             | 3 × 7 × 5
      residual: {body: [relu, residual: {body: [tanh]}]}                        | 6
      squeeze_excite: {reduction: 2}                                            | 6 × 3 × 5
      squeeze_excite                                                            | 5 × 4 × 4
      dropout: {p: 0.5}                                                         | 3 × 2 × 2
      flatten                                                                   | 3 × 2 × 5
      linear: {out: 4}                                                          | 7
      linear: {out: 4, bias: false}                                             | 7
      linear: {out: 4}, batch_norm, relu, linear: {out: 3}                      | 5
      rescale: {scale: [2, 0.5, -1], shift: [0, 3, 40]}                         | 3
      softmax                                                                   | 6
      softmax                                                                   | 4 × 2 × 3
      l2_normalise                                                              | 6
      l2_normalise: {epsilon: 3}                                                | 4 × 2 × 5
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = LAYERS)
  void aLayerComputesItsFormulaAndSoDoesItsExport(String layers, String input) throws Exception {
    List<Layer> list = read(layers);
    Shape shape = shape(input);
    double[][] batch = batch(shape, 7);
    try (Weights weights = new Weights(3);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Sequence sequence = new Sequence(list, weights, "", shape);
      scatter(weights);
      double[][] expected = new Reference(values(weights), false).run(list, "", shape, batch);
      double[] all = Stream.of(expected).flatMapToDouble(Arrays::stream).toArray();

      Tensor ours = sequence.forward(tensor(batch, shape), false);

      Shape output = Sequence.output(list, "", shape);
      assertThat(ours.sizes().vec().get()).containsExactly(withBatch(output));
      assertClose(Weights.toArray(ours), all);
      if (!shape.isVector()) {
        Tensor channelsLast = tensor(batch, shape).contiguous(torch.MemoryFormat.ChannelsLast);
        assertClose(Weights.toArray(sequence.forward(channelsLast, false)), all);
      }
      assertClose(onnxRuntime(sequence, shape, output, batch), all);
      assertThat(weights.parameterCount()).isEqualTo(Sequence.parameters(list, shape));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = LAYERS)
  void aLayerLearnsInBfloat16Too(String layers, String input) throws Exception {
    Shape shape = shape(input);
    try (Weights weights = new Weights(3);
        PointerScope scope = new PointerScope()) {
      Sequence sequence = new Sequence(read(layers), weights, "", shape);
      Tensor pictures = tensor(batch(shape, 7), shape).set_requires_grad(true);

      torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
      torch.set_autocast_enabled(torch.DeviceType.CPU, true);
      Tensor outputs;
      try {
        outputs = sequence.forward(pictures, true);
      } finally {
        torch.clear_cache();
        torch.set_autocast_enabled(torch.DeviceType.CPU, false);
      }
      outputs.to(torch.ScalarType.Float).square().sum().backward();

      assertThat(pictures.grad().isfinite().all().item_bool()).isTrue();
      for (Tensor parameter : weights.parameters().values()) {
        assertThat(parameter.grad().isfinite().all().item_bool()).isTrue();
      }
    }
  }

  @Test
  void inTrainingBatchNormUsesTheBatchAndLearnsItsStatistics() throws Exception {
    List<Layer> list = read("batch_norm: {momentum: 0.25}");
    Shape shape = new Shape(2, 3, 2);
    double[][] batch = batch(shape, 5);
    try (Weights weights = new Weights(3);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Sequence sequence = new Sequence(list, weights, "", shape);
      double[][] expected = new Reference(values(weights), true).run(list, "", shape, batch);

      Tensor ours = sequence.forward(tensor(batch, shape), true);

      assertClose(
          Weights.toArray(ours), Stream.of(expected).flatMapToDouble(Arrays::stream).toArray());
      for (int c = 0; c < 2; c++) {
        double[] channel = new double[BATCH * 6];
        for (int i = 0; i < channel.length; i++) {
          channel[i] = batch[i / 6][c * 6 + i % 6];
        }
        double mean = Arrays.stream(channel).average().orElseThrow();
        double unbiased =
            Arrays.stream(channel).map(v -> (v - mean) * (v - mean)).sum() / (channel.length - 1);
        Map<String, double[]> learned = values(weights);
        assertThat(learned.get("batch_norm1.mean")[c]).isCloseTo(0.25 * mean, within(1e-6));
        assertThat(learned.get("batch_norm1.variance")[c])
            .isCloseTo(0.75 + 0.25 * unbiased, within(1e-6));
      }
    }
  }

  @Test
  void inTrainingDropoutDropsItsShareAndTheRestMakesUpForIt() throws Exception {
    try (Weights weights = new Weights(3);
        PointerScope scope = new PointerScope()) {
      Shape shape = Shape.vector(10_000);
      Sequence sequence = new Sequence(read("dropout: {p: 0.2}"), weights, "", shape);
      torch.manual_seed(1);

      float[] left = Weights.toArray(sequence.forward(torch.ones(1, 10_000), true));

      int dropped = 0;
      for (float value : left) {
        assertThat(value).isIn(0f, 1.25f);
        dropped += value == 0 ? 1 : 0;
      }
      // Five standard deviations of a binomial distribution.
      assertThat(dropped).isBetween(1800, 2200);
    }
  }

  @Test
  void gradientsAreThoseOfTheFormulasByFiniteDifferences() throws Exception {
    List<Layer> list =
        read(
            """
            conv: {out: 4, kernel: 3, stride: 2, padding: same, bias: false}, batch_norm, silu,
            residual: {
              body: [conv: {out: 4, kernel: 3, padding: 1, groups: 2}, squeeze_excite: {reduction: 2}],
              shortcut: [conv: {out: 4, kernel: 1}]},
            mean_pool: {kernel: 2, stride: 1, padding: same}, tanh,
            local_response_norm: {size: 3, alpha: 0.3}, sigmoid,
            generalised_mean, linear: {out: 3}, l2_normalise
            """);
    Shape shape = new Shape(3, 5, 6);
    double[][] batch = batch(shape, 11);
    double[] worth = batch(Shape.vector(3 * BATCH), 13)[0];
    try (Weights weights = new Weights(3);
        PointerScope scope = new PointerScope()) {
      Sequence sequence = new Sequence(list, weights, "", shape);
      scatter(weights);
      Map<String, double[]> values = values(weights);

      Tensor weighted =
          sequence
              .forward(tensor(batch, shape), true)
              .mul(tensor(new double[][] {worth}, Shape.vector(worth.length)).view(BATCH, 3));
      weighted.sum().backward();

      for (Map.Entry<String, Tensor> parameter : weights.parameters().entrySet()) {
        float[] gradient = Weights.toArray(parameter.getValue().grad());
        double[] value = values.get(parameter.getKey());
        for (int i = 0; i < value.length; i++) {
          double middle = value[i];
          double step = 1e-5;
          value[i] = middle + step;
          double above = loss(values, list, shape, batch, worth);
          value[i] = middle - step;
          double below = loss(values, list, shape, batch, worth);
          value[i] = middle;
          assertThat((double) gradient[i])
              .as("%s[%d]", parameter.getKey(), i)
              .isCloseTo((above - below) / (2 * step), within(TOLERANCE));
        }
      }
    }
  }

  private static double loss(
      Map<String, double[]> values,
      List<Layer> layers,
      Shape shape,
      double[][] batch,
      double[] worth) {
    double[][] outputs = new Reference(values, true).run(layers, "", shape, batch);
    double sum = 0;
    for (int i = 0; i < worth.length; i++) {
      sum += worth[i] * outputs[i / 3][i % 3];
    }
    return sum;
  }

  /** Layers as they stand in a recipe's list. */
  static List<Layer> read(String layers) throws JsonProcessingException {
    return YAML.readValue("[" + layers + "]", new TypeReference<List<Layer>>() {});
  }

  private static Shape shape(String text) {
    int[] sizes = Stream.of(text.split(" × ")).mapToInt(Integer::parseInt).toArray();
    return sizes.length == 1 ? Shape.vector(sizes[0]) : new Shape(sizes[0], sizes[1], sizes[2]);
  }

  private static double[][] batch(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] batch = new double[BATCH][Math.toIntExact(shape.size())];
    for (double[] picture : batch) {
      for (int i = 0; i < picture.length; i++) {
        picture[i] = (float) (2 * random.nextGaussian());
      }
    }
    return batch;
  }

  /** Gives every weight and statistic another value, so that none hides behind 0 or 1. */
  private static void scatter(Weights weights) {
    SplittableRandom random = new SplittableRandom(5);
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : weights.all().entrySet()) {
        float[] values = Weights.toArray(entry.getValue());
        boolean positive = entry.getKey().matches(".*(scale|variance)");
        for (int i = 0; i < values.length && !entry.getKey().endsWith(".p"); i++) {
          values[i] =
              (float) (positive ? random.nextDouble(0.5, 1.5) : values[i] + random.nextDouble(0.2));
        }
        Tensor tensor = entry.getValue().detach();
        tensor.copy_(Tensor.create(values, tensor.sizes().vec().get()));
      }
    }
  }

  private static Map<String, double[]> values(Weights weights) {
    Map<String, double[]> values = new LinkedHashMap<>();
    weights
        .all()
        .forEach(
            (name, tensor) -> {
              float[] array = Weights.toArray(tensor);
              double[] wide = new double[array.length];
              for (int i = 0; i < array.length; i++) {
                wide[i] = array[i];
              }
              values.put(name, wide);
            });
    return values;
  }

  private static float[] flat(double[][] batch) {
    float[] flat = new float[batch.length * batch[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) batch[i / batch[0].length][i % batch[0].length];
    }
    return flat;
  }

  private static long[] withBatch(Shape shape) {
    long[] sizes = shape.batch();
    sizes[0] = BATCH;
    return sizes;
  }

  private static Tensor tensor(double[][] batch, Shape shape) {
    long[] sizes = shape.batch();
    sizes[0] = batch.length;
    return Tensor.create(flat(batch), sizes);
  }

  private static float[] onnxRuntime(Sequence sequence, Shape input, Shape output, double[][] batch)
      throws OrtException {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", input.batch());
    graph.named("y", "Identity", List.of(sequence.export(graph, "x")));
    graph.output("y", output.batch());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(graph.toModel("test").toByteArray());
        OnnxTensor x =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(flat(batch)), withBatch(input));
        OrtSession.Result result = session.run(Map.of("x", x))) {
      FloatBuffer values = ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer();
      float[] array = new float[values.remaining()];
      values.get(array);
      return array;
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
