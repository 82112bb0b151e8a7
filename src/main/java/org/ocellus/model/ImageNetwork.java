package org.ocellus.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;

/**
 * An ONNX graph from pictures to an embedding, class scores, or both. Any number of threads may run
 * it at once; {@link #close} waits for those that do.
 */
final class ImageNetwork implements AutoCloseable {
  private static final List<String> EMBEDDINGS =
      List.of("image_embeds", "pooler_output", "embedding", "features", "last_hidden_state");
  private static final List<String> LOGITS = List.of("logits");

  /** An output taken: its name, and how many numbers it gives for a picture. */
  record Output(String name, int length) {}

  /** One row a picture for each output taken; null for an output the graph lacks. */
  record Rows(float @Nullable [][] embeddings, float @Nullable [][] logits) {}

  private final String model;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final long[] inputShape;
  private final long[] picture;
  private final @Nullable Output embedding;
  private final @Nullable Output logits;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
  private boolean closed;

  ImageNetwork(ModelFolder folder, int threads) throws ModelException {
    model = folder.name() + " (" + folder.location() + ")";
    environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Batches come in few sizes, so the arena soon stops growing.
      options.setCPUArenaAllocator(true);
      // Idle workers sleep: an embedded engine shares the machine with its host.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(folder.graph(), options);
    } catch (OrtException e) {
      throw new ModelException(
          "model " + model + ": ONNX Runtime cannot read its network: " + e.getMessage(), e);
    }
    try {
      if (session.getInputNames().size() != 1) {
        throw new ModelException(
            "model "
                + model
                + ": an image network has one input, this one has "
                + session.getInputNames());
      }
      input = session.getInputNames().iterator().next();
      picture = new long[] {1, 3, folder.preprocessing().height(), folder.preprocessing().width()};
      inputShape = tensor(session.getInputInfo().get(input)).getShape();
      checkInput();
      embedding = output(folder.settings().embedding(), EMBEDDINGS, "embedding");
      logits = output(folder.settings().logits(), LOGITS, "logits");
      checkOutputs(folder);
    } catch (OrtException | ModelException e) {
      closeSession();
      throw e instanceof ModelException known
          ? known
          : new ModelException("model " + model + ": " + e.getMessage(), e);
    }
  }

  @Nullable Output embedding() {
    return embedding;
  }

  @Nullable Output logits() {
    return logits;
  }

  /** Runs pictures of shape [1, 3, H, W] in one batch, or one by one where the graph's is fixed. */
  Rows run(List<Tensor> pictures) throws ModelException {
    checkShapes(pictures);
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("model " + model + " is closed");
      }
      int batch = inputShape[0] > 0 ? Math.toIntExact(inputShape[0]) : pictures.size();
      float[][] embeddings = embedding == null ? null : new float[pictures.size()][];
      float[][] scores = logits == null ? null : new float[pictures.size()][];
      for (int from = 0; from < pictures.size(); from += batch) {
        int to = Math.min(from + batch, pictures.size());
        runBatch(pictures.subList(from, to), from, embeddings, scores);
      }
      return new Rows(embeddings, scores);
    } catch (OrtException e) {
      throw new ModelException("model " + model + " failed: " + e.getMessage(), e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  private void runBatch(
      List<Tensor> pictures, int from, float @Nullable [][] embeddings, float @Nullable [][] scores)
      throws OrtException, ModelException {
    long[] shape = pictures.get(0).shape().clone();
    shape[0] = inputShape[0] > 0 ? inputShape[0] : pictures.size();
    int floats = Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]);
    ByteBuffer bytes = buffer(floats);
    try {
      FloatBuffer data = bytes.clear().limit(floats * Float.BYTES).asFloatBuffer();
      pictures.forEach(picture -> data.put(picture.data()));
      data.rewind();
      Set<String> wanted = new LinkedHashSet<>();
      if (embeddings != null && embedding != null) {
        wanted.add(embedding.name());
      }
      if (scores != null && logits != null) {
        wanted.add(logits.name());
      }
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data, shape);
          OrtSession.Result result = session.run(Map.of(input, tensor), wanted)) {
        if (embeddings != null && embedding != null) {
          rows(result, embedding, pictures.size(), from, embeddings);
        }
        if (scores != null && logits != null) {
          rows(result, logits, pictures.size(), from, scores);
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

  private void checkInput() throws OrtException, ModelException {
    boolean fits = inputShape.length == 4;
    for (int i = 0; fits && i < 4; i++) {
      fits = i == 0 || inputShape[i] < 0 || inputShape[i] == picture[i];
    }
    OnnxJavaType type = ((TensorInfo) session.getInputInfo().get(input).getInfo()).type;
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
              + shape(inputShape)
              + ", but preprocessor_config.json makes pictures of "
              + shape(new long[] {-1, picture[1], picture[2], picture[3]}));
    }
  }

  /** A batch takes the shape of its first picture, so one of another would spoil the rest. */
  private void checkShapes(List<Tensor> pictures) {
    for (int i = 0; i < pictures.size(); i++) {
      long[] shape = pictures.get(i).shape();
      if (!Arrays.equals(shape, picture)) {
        throw new IllegalArgumentException(
            "picture %d of %d has the shape %s, model %s takes %s: make it with the model's own"
                    .formatted(i + 1, pictures.size(), shape(shape), model, shape(picture))
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
              + session.getOutputNames()
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
      throws OrtException, ModelException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (named != null && !outputs.containsKey(named)) {
      throw new ModelException(
          "model "
              + model
              + ": config.json names \""
              + named
              + "\" as its "
              + what
              + ", but its outputs are "
              + outputs.keySet());
    }
    for (String candidate : named != null ? List.of(named) : usual) {
      NodeInfo info = outputs.get(candidate);
      if (info != null) {
        return new Output(candidate, length(info));
      }
    }
    return null;
  }

  private int length(NodeInfo output) throws ModelException {
    TensorInfo info = tensor(output);
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
              + output.getName()
              + "\" is "
              + info.type
              + shape(shape)
              + ", which is no vector a picture: expected FLOAT [N, D], [N, D, 1, 1] or"
              + " [N, tokens, D] with a known D");
    }
    return Math.toIntExact(length);
  }

  private TensorInfo tensor(NodeInfo node) throws ModelException {
    if (node.getInfo() instanceof TensorInfo info) {
      return info;
    }
    throw new ModelException("model " + model + ": \"" + node.getName() + "\" is no tensor");
  }

  private static String shape(long[] shape) {
    List<String> parts = new ArrayList<>();
    for (long size : shape) {
      parts.add(size < 0 ? "N" : Long.toString(size));
    }
    return parts.toString();
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        buffers.clear();
        closeSession();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private void closeSession() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("model " + model + " did not close: " + e.getMessage(), e);
    }
  }
}
