package org.ocellus.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An ONNX graph, open. Any number of threads may run it at once; {@link #close} waits for those
 * that do.
 */
final class OnnxSession implements AutoCloseable {
  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * @param name what messages call it
   * @param threads how many one run uses
   * @throws ModelException if ONNX Runtime does not take the graph
   */
  OnnxSession(String name, byte[] graph, int threads) throws ModelException {
    this.name = name;
    environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Batches come in few sizes, so the arena soon stops growing.
      options.setCPUArenaAllocator(true);
      // Idle workers sleep: an embedded engine shares the machine with its host.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(graph, options);
    } catch (OrtException e) {
      throw new ModelException(
          name + ": ONNX Runtime cannot read its network: " + e.getMessage(), e);
    }
    try {
      inputs = session.getInputInfo();
      outputs = session.getOutputInfo();
    } catch (OrtException e) {
      closeSession();
      throw new ModelException(name + ": " + e.getMessage(), e);
    }
  }

  Set<String> inputs() {
    return inputs.keySet();
  }

  Set<String> outputs() {
    return outputs.keySet();
  }

  TensorInfo input(String input) throws ModelException {
    return tensor(inputs, input);
  }

  TensorInfo output(String output) throws ModelException {
    return tensor(outputs, output);
  }

  private TensorInfo tensor(Map<String, NodeInfo> nodes, String node) throws ModelException {
    NodeInfo info = nodes.get(node);
    if (info != null && info.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw new ModelException(name + ": \"" + node + "\" is no tensor");
  }

  /** Work on the graph. */
  interface Work<T> {
    T run(OrtEnvironment environment, OrtSession session) throws OrtException, ModelException;
  }

  /**
   * @throws ModelException if the work fails
   * @throws IllegalStateException if this is closed
   */
  <T> T run(Work<T> work) throws ModelException {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + " is closed");
      }
      return work.run(environment, session);
    } catch (OrtException e) {
      throw new ModelException(name + " failed: " + e.getMessage(), e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /**
   * Floats as this input takes them, half as wide where it wants; to be closed.
   *
   * @throws ModelException if it takes no floats
   */
  OnnxTensor floats(String input, FloatBuffer values, long[] shape)
      throws OrtException, ModelException {
    OnnxJavaType type = input(input).type;
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, values, shape);
      case FLOAT16 ->
          OnnxTensor.createTensor(
              environment, Fp16Conversions.convertFloatBufferToFp16Buffer(values), shape, type);
      case BFLOAT16 ->
          OnnxTensor.createTensor(
              environment, Fp16Conversions.convertFloatBufferToBf16Buffer(values), shape, type);
      default -> throw new ModelException(name + ": " + notFloat(input));
    };
  }

  /** Whole numbers as this input takes them, of 64 bits or 32; to be closed. */
  OnnxTensor wholes(String input, long[] values, long[] shape) throws OrtException, ModelException {
    return input(input).type == OnnxJavaType.INT32
        ? OnnxTensor.createTensor(
            environment,
            IntBuffer.wrap(Arrays.stream(values).mapToInt(Math::toIntExact).toArray()),
            shape)
        : OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /** Whether these are floats that are read and written here, of 32 bits or 16. */
  static boolean isFloat(OnnxJavaType type) {
    return type == OnnxJavaType.FLOAT
        || type == OnnxJavaType.FLOAT16
        || type == OnnxJavaType.BFLOAT16;
  }

  /**
   * @throws ModelException if this input takes no floats of 32 bits or 16
   */
  void requireFloats(String input) throws ModelException {
    if (!isFloat(input(input).type)) {
      throw new ModelException(name + ": " + notFloat(input));
    }
  }

  private String notFloat(String input) throws ModelException {
    return "its input \"%s\" takes %s, but floats come as FLOAT or FLOAT16: export the network in float32 or float16"
        .formatted(input, input(input).type);
  }

  /** How many numbers a tensor of this shape has. */
  static int size(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  /** A shape for messages; sizes that the graph leaves open are N. */
  static String shape(long[] shape) {
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
      throw new IllegalStateException(name + " did not close: " + e.getMessage(), e);
    }
  }
}
