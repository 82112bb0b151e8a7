package org.ocellus.trainer.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/** Each part run by libtorch, by ONNX Runtime, and from its formula. */
class TransformerTest {
  private static final int BATCH = 2;
  private static final int WIDTH = 6;
  private static final int WORDS = 11;
  private static final int LONGEST = 7;
  private static final double TOLERANCE = 1e-4;
  private static final DecoderSpec SPEC = new DecoderSpec(WIDTH, 3, 2, 10, 0.3);
  private static final long[][] IDS = {{1, 4, 10, 4, 0}, {3, 2, 9, 5, 7}};

  private final Weights weights = new Weights(3);
  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
    weights.close();
  }

  @Test
  void layerNormalisationComputesItsFormulaAndSoDoesItsExport() throws Exception {
    LayerNorm norm = new LayerNorm(weights, "n", WIDTH);
    TransformerReference reference = scattered();
    double[][][] x = random(4, WIDTH, 5);

    check(
        norm.forward(tensor(x)),
        onnx(x, WIDTH, WIDTH, graph -> norm.export(graph, "x")),
        each(x, one -> reference.norm("n", one)));
  }

  @Test
  void aFeedForwardPartComputesItsFormulaAndSoDoesItsExport() throws Exception {
    FeedForward forward = new FeedForward(weights, "f", WIDTH, 9);
    TransformerReference reference = scattered();
    double[][][] x = random(4, WIDTH, 5);

    check(
        forward.forward(tensor(x)),
        onnx(x, WIDTH, WIDTH, graph -> forward.export(graph, "x")),
        each(x, one -> reference.feedForward("f", one)));
  }

  @Test
  void attentionComputesItsFormulaAndSoDoesItsExport() throws Exception {
    Attention attention = new Attention(weights, "a", WIDTH, 3);
    TransformerReference reference = scattered();
    double[][][] x = random(4, WIDTH, 5);

    check(
        attention.forward(tensor(x), tensor(x), false),
        onnx(x, WIDTH, WIDTH, graph -> attention.export(graph, "x", "x", null)),
        each(x, one -> reference.attention("a", one, one, 3, false)));
    check(
        attention.forward(tensor(x), tensor(x), true),
        onnx(
            x,
            WIDTH,
            WIDTH,
            graph -> attention.export(graph, "x", "x", graph.constant("mask", causal(4), 4, 4))),
        each(x, one -> reference.attention("a", one, one, 3, true)));
  }

  @Test
  void wordsHaveTheirVectorsAndPlacesAndLogitsTheSameVectors() throws Exception {
    WordEmbedding embedding = new WordEmbedding(weights, "e", WORDS, LONGEST, WIDTH);
    TransformerReference reference = scattered();

    Tensor in = embedding.forward(ids());
    Tensor out = embedding.logits(in);

    double[][] expected =
        Stream.of(IDS)
            .flatMap(ids -> Arrays.stream(reference.embedding("e", ids, WIDTH)))
            .toArray(double[][]::new);
    assertClose(Weights.toArray(in), flat(expected));
    assertClose(Weights.toArray(out), flat(reference.logits("e", expected)));
  }

  @Test
  void picturePlacesComputeTheirFormulaAndSoDoesTheirExport() throws Exception {
    int channels = 5;
    PicturePlaces places = new PicturePlaces(weights, channels, 6, WIDTH);
    TransformerReference reference = scattered();
    double[][][] planes = random(channels, 6, 8);

    Tensor ours = places.forward(tensor(planes));

    float[] theirs =
        run(
            places.export("planes", "last_hidden_state"),
            Map.of("planes", floats(planes, BATCH, channels, 2, 3)),
            "last_hidden_state");
    check(ours, theirs, each(planes, one -> reference.places(one, WIDTH)));
  }

  @Test
  void aDecoderComputesItsFormulaAndSoDoesItsExport() throws Exception {
    CaptionDecoder decoder = new CaptionDecoder(weights, SPEC, WORDS, LONGEST);
    TransformerReference reference = scattered();
    double[][][] memory = random(4, WIDTH, 9);

    Tensor ours = decoder.forward(ids(), tensor(memory), false);

    double[] expected =
        flat(
            Stream.of(0, 1)
                .flatMap(i -> Arrays.stream(reference.decoder(SPEC, IDS[i], memory[i])))
                .toArray(double[][]::new));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OnnxTensor numbers =
        OnnxTensor.createTensor(
            environment,
            LongBuffer.wrap(Stream.of(IDS).flatMapToLong(Arrays::stream).toArray()),
            new long[] {BATCH, 5});
    float[] theirs =
        run(
            decoder.export(),
            Map.of(
                CaptionDecoder.IDS,
                numbers,
                CaptionDecoder.MEMORY,
                floats(memory, BATCH, 4, WIDTH)),
            CaptionDecoder.LOGITS);
    check(ours, theirs, expected);
  }

  @Test
  void gradientsOfADecoderAreThoseOfTheFormulasByFiniteDifferences() {
    CaptionDecoder decoder =
        new CaptionDecoder(weights, new DecoderSpec(WIDTH, 2, 1, 8, 0), WORDS, LONGEST);
    DecoderSpec spec = new DecoderSpec(WIDTH, 2, 1, 8, 0);
    PicturePlaces places = new PicturePlaces(weights, 5, 4, WIDTH);
    TransformerReference reference = scattered();
    double[][][] planes = random(5, 4, 8);
    double[][] worth = random(BATCH * 5, WORDS, 4)[0];

    decoder
        .forward(ids(), places.forward(tensor(planes)), true)
        .mul(Tensor.create(narrow(flat(worth)), BATCH, 5, WORDS))
        .sum()
        .backward();

    weights
        .parameters()
        .forEach(
            (name, parameter) -> {
              float[] gradient = Weights.toArray(parameter.grad());
              double[] value = reference.weights().get(name);
              for (int i = 0; i < value.length; i++) {
                double middle = value[i];
                double step = 1e-5;
                value[i] = middle + step;
                double above = worth(reference, spec, planes, worth);
                value[i] = middle - step;
                double below = worth(reference, spec, planes, worth);
                value[i] = middle;
                double expected = (above - below) / (2 * step);
                assertThat((double) gradient[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(expected, within(1e-3 * Math.max(1, Math.abs(expected))));
              }
            });
  }

  private static double worth(
      TransformerReference reference, DecoderSpec spec, double[][][] planes, double[][] worth) {
    double sum = 0;
    for (int n = 0; n < BATCH; n++) {
      double[][] logits = reference.decoder(spec, IDS[n], reference.places(planes[n], WIDTH));
      for (int row = 0; row < logits.length; row++) {
        for (int word = 0; word < WORDS; word++) {
          sum += logits[row][word] * worth[n * 5 + row][word];
        }
      }
    }
    return sum;
  }

  @Test
  void dropoutDropsOnlyInTraining() {
    CaptionDecoder decoder = new CaptionDecoder(weights, SPEC, WORDS, LONGEST);
    Tensor memory = tensor(random(4, WIDTH, 9));
    torch.manual_seed(1);

    float[] use = Weights.toArray(decoder.forward(ids(), memory, false));

    assertThat(Weights.toArray(decoder.forward(ids(), memory, false))).isEqualTo(use);
    assertThat(Weights.toArray(decoder.forward(ids(), memory, true))).isNotEqualTo(use);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new DecoderSpec(10, 4, 1, 8, 0))
        .hasMessage("'heads' must divide the width of 10, got 4");
    assertThatThrownBy(() -> new DecoderSpec(8, 4, 0, 8, 0))
        .hasMessage("'layers' must be >= 1, got 0");
    assertThatThrownBy(() -> new DecoderSpec(8, 4, 1, 8, 1))
        .hasMessage("'dropout' must be in [0, 1), got 1.0");
  }

  /** Gives every weight another value, so that none hides behind 0 or 1. */
  private TransformerReference scattered() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, double[]> all = new LinkedHashMap<>();
    try (NoGradGuard guard = new NoGradGuard()) {
      weights
          .parameters()
          .forEach(
              (name, tensor) -> {
                float[] values = Weights.toArray(tensor);
                for (int i = 0; i < values.length; i++) {
                  values[i] += (float) random.nextDouble(0.3);
                }
                Tensor detached = tensor.detach();
                detached.copy_(Tensor.create(values, detached.sizes().vec().get()));
                all.put(name, wide(values));
              });
    }
    return new TransformerReference(all);
  }

  private static void check(Tensor ours, float[] theirs, double[] expected) {
    assertClose(Weights.toArray(ours), expected);
    assertClose(theirs, expected);
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static double[] each(double[][][] batch, Function<double[][], double[][]> formula) {
    return flat(
        Stream.of(batch)
            .flatMap(one -> Arrays.stream(formula.apply(one)))
            .toArray(double[][]::new));
  }

  private static float[] onnx(double[][][] x, int in, int out, Function<OnnxGraph, String> export)
      throws OrtException {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", "N", "L", Integer.toString(in));
    graph.named("y", "Identity", List.of(export.apply(graph)));
    graph.output("y", "N", "L", Integer.toString(out));
    return run(graph, Map.of("x", floats(x, BATCH, x[0].length, in)), "y");
  }

  private static float[] run(OnnxGraph graph, Map<String, OnnxTensor> inputs, String output)
      throws OrtException {
    try (OrtSession session =
            OrtEnvironment.getEnvironment().createSession(graph.toModel("test").toByteArray());
        OrtSession.Result result = session.run(inputs)) {
      FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
      float[] array = new float[values.remaining()];
      values.get(array);
      return array;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor floats(double[][][] x, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(narrow(all(x))), shape);
  }

  private static Tensor ids() {
    return Tensor.create(
        Stream.of(IDS).flatMapToLong(Arrays::stream).toArray(), BATCH, IDS[0].length);
  }

  private static Tensor tensor(double[][][] x) {
    return Tensor.create(narrow(all(x)), x.length, x[0].length, x[0][0].length);
  }

  private static double[][][] random(int rows, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][][] batch = new double[BATCH][rows][width];
    for (double[][] one : batch) {
      for (double[] row : one) {
        Arrays.setAll(row, i -> (float) (2 * random.nextGaussian()));
      }
    }
    return batch;
  }

  private static float[] causal(int length) {
    float[] mask = new float[length * length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % length > i / length ? Float.NEGATIVE_INFINITY : 0;
    }
    return mask;
  }

  private static double[] all(double[][][] x) {
    return flat(Stream.of(x).flatMap(Arrays::stream).toArray(double[][]::new));
  }

  private static double[] flat(double[][] rows) {
    return Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
