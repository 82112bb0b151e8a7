package org.ocellus.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;

/**
 * An ONNX graph from pictures to an embedding, class scores, a vector that sentences share, or
 * several of these. Any number of threads may run it at once; {@link #close} waits for those that
 * do.
 */
final class ImageNetwork implements AutoCloseable {
  private static final List<String> EMBEDDINGS =
      List.of("image_embeds", "pooler_output", "embedding", "features", "last_hidden_state");
  private static final List<String> LOGITS = List.of("logits");
  private static final List<String> TEXT_EMBEDDINGS = List.of("text_embedding", "image_embeds");

  /** An output taken: its name, and how many numbers it gives for a picture. */
  record Output(String name, int length) {}

  private final String model;
  private final OnnxSession session;
  private final String input;
  private final long[] inputShape;
  private final long[] picture;
  private final @Nullable Output embedding;
  private final @Nullable Output logits;
  private final @Nullable Output textEmbedding;
  private final Set<Output> outputs;
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  ImageNetwork(ModelFolder folder, int threads) throws ModelException {
    model = folder.name() + " (" + folder.location() + ")";
    session = new OnnxSession("model " + model, folder.graph(), threads);
    try {
      if (session.inputs().size() != 1) {
        throw new ModelException(
            "model "
                + model
                + ": an image network has one input, this one has "
                + session.inputs());
      }
      input = session.inputs().iterator().next();
      picture = new long[] {1, 3, folder.preprocessing().height(), folder.preprocessing().width()};
      inputShape = session.input(input).getShape();
      checkInput();
      embedding = output(folder.settings().embedding(), EMBEDDINGS, "embedding");
      logits = output(folder.settings().logits(), LOGITS, "logits");
      TextParts text = folder.text();
      textEmbedding =
          text == null ? null : output(text.imageOutput(), TEXT_EMBEDDINGS, "text.image_output");
      outputs =
          Stream.of(embedding, logits, textEmbedding)
              .filter(Objects::nonNull)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      checkOutputs(folder);
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  @Nullable Output embedding() {
    return embedding;
  }

  @Nullable Output logits() {
    return logits;
  }

  /** The output that lies in the space of the model's sentences. */
  @Nullable Output textEmbedding() {
    return textEmbedding;
  }

  /**
   * Runs pictures of shape [1, 3, H, W] in one batch, or one by one where the graph's is fixed.
   *
   * @return one row a picture for each output taken
   */
  Map<Output, float[][]> run(List<Tensor> pictures) throws ModelException {
    checkShapes(pictures);
    return session.run(
        (environment, graph) -> {
          int batch = inputShape[0] > 0 ? Math.toIntExact(inputShape[0]) : pictures.size();
          Map<Output, float[][]> rows = new HashMap<>();
          outputs.forEach(output -> rows.put(output, new float[pictures.size()][]));
          for (int from = 0; from < pictures.size(); from += batch) {
            int to = Math.min(from + batch, pictures.size());
            runBatch(environment, graph, pictures.subList(from, to), from, rows);
          }
          return rows;
        });
  }

  private void runBatch(
      OrtEnvironment environment,
      OrtSession graph,
      List<Tensor> pictures,
      int from,
      Map<Output, float[][]> rows)
      throws OrtException, ModelException {
    long[] shape = pictures.get(0).shape().clone();
    shape[0] = inputShape[0] > 0 ? inputShape[0] : pictures.size();
    int floats = Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]);
    ByteBuffer bytes = buffer(floats);
    try {
      FloatBuffer data = bytes.clear().limit(floats * Float.BYTES).asFloatBuffer();
      pictures.forEach(picture -> data.put(picture.data()));
      data.rewind();
      Set<String> wanted = outputs.stream().map(Output::name).collect(Collectors.toSet());
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data, shape);
          OrtSession.Result result = graph.run(Map.of(input, tensor), wanted)) {
        for (Map.Entry<Output, float[][]> each : rows.entrySet()) {
          rows(result, each.getKey(), pictures.size(), from, each.getValue());
        }
      }
    } finally {
      buffers.add(bytes);
    }
  }

  /**
   * The first {@code length} numbers of each picture: the whole row of [N, D] and [N, D, 1, 1], the
   * class token of [N, tokens, D].
   */
  private void rows(OrtSession.Result result, Output output, int count, int from, float[][] into)
      throws ModelException {
    OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
    FloatBuffer floats = tensor.getFloatBuffer();
    int stride = floats.remaining() / Math.toIntExact(tensor.getInfo().getShape()[0]);
    for (int i = 0; i < count; i++) {
      float[] row = new float[output.length()];
      floats.get(i * stride, row);
      for (float value : row) {
        if (!Float.isFinite(value)) {
          throw new ModelException(
              "model " + model + " gave " + value + " in its output \"" + output.name() + "\"");
        }
      }
      into[from + i] = row;
    }
  }

  private ByteBuffer buffer(int floats) {
    ByteBuffer free = buffers.poll();
    return free != null && free.capacity() >= floats * Float.BYTES
        ? free
        : ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private void checkInput() throws ModelException {
    boolean fits = inputShape.length == 4;
    for (int i = 0; fits && i < 4; i++) {
      fits = i == 0 || inputShape[i] < 0 || inputShape[i] == picture[i];
    }
    OnnxJavaType type = session.input(input).type;
    if (type != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "model "
              + model
              + ": its input \""
              + input
              + "\" takes "
              + type
              + ", but pictures come as FLOAT: export the network in float32");
    }
    if (!fits) {
      throw new ModelException(
          "model "
              + model
              + ": its input \""
              + input
              + "\" has shape "
              + OnnxSession.shape(inputShape)
              + ", but preprocessor_config.json makes pictures of "
              + OnnxSession.shape(new long[] {-1, picture[1], picture[2], picture[3]}));
    }
  }

  /** A batch takes the shape of its first picture, so one of another would spoil the rest. */
  private void checkShapes(List<Tensor> pictures) {
    for (int i = 0; i < pictures.size(); i++) {
      long[] shape = pictures.get(i).shape();
      if (!Arrays.equals(shape, picture)) {
        throw new IllegalArgumentException(
            "picture %d of %d has the shape %s, model %s takes %s: make it with the model's own"
                    .formatted(
                        i + 1,
                        pictures.size(),
                        OnnxSession.shape(shape),
                        model,
                        OnnxSession.shape(picture))
                + " preprocessing");
      }
    }
  }

  private void checkOutputs(ModelFolder folder) throws ModelException {
    if (embedding == null && logits == null) {
      throw new ModelException(
          "model "
              + model
              + " has neither an embedding nor logits among its outputs "
              + session.outputs()
              + ": name them in config.json as ocellus.embedding and ocellus.logits");
    }
    Integer dimension = folder.settings().dimension();
    if (embedding != null && dimension != null && dimension != embedding.length()) {
      throw new ModelException(
          "model "
              + model
              + ": config.json says dimension "
              + dimension
              + ", but its output \""
              + embedding.name()
              + "\" has "
              + embedding.length());
    }
    if (logits != null && !folder.names().isEmpty() && folder.names().size() != logits.length()) {
      throw new ModelException(
          "model "
              + model
              + ": config.json names "
              + folder.names().size()
              + " classes, but its output \""
              + logits.name()
              + "\" has "
              + logits.length());
    }
  }

  private @Nullable Output output(@Nullable String named, List<String> usual, String what)
      throws ModelException {
    if (named != null && !session.outputs().contains(named)) {
      throw new ModelException(
          "model "
              + model
              + ": config.json names \""
              + named
              + "\" as its "
              + what
              + ", but its outputs are "
              + session.outputs());
    }
    for (String candidate : named != null ? List.of(named) : usual) {
      if (session.outputs().contains(candidate)) {
        return new Output(candidate, length(candidate));
      }
    }
    return null;
  }

  private int length(String output) throws ModelException {
    TensorInfo info = session.output(output);
    long[] shape = info.getShape();
    // [N, D], [N, D, 1, 1], or [N, tokens, D] whose first token stands for the picture
    long length =
        switch (shape.length) {
          case 2 -> shape[1];
          case 3 -> shape[2];
          case 4 -> shape[2] == 1 && shape[3] == 1 ? shape[1] : -1;
          default -> -1;
        };
    if (length < 1 || info.type != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "model "
              + model
              + ": its output \""
              + output
              + "\" is "
              + info.type
              + OnnxSession.shape(shape)
              + ", which is no vector a picture: expected FLOAT [N, D], [N, D, 1, 1] or"
              + " [N, tokens, D] with a known D");
    }
    return Math.toIntExact(length);
  }

  @Override
  public void close() {
    session.close();
    buffers.clear();
  }
}
