package org.ocellus.trainer.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The float32 tensors that make up a network, by name and in order of creation: parameters, which
 * the optimiser changes, and buffers, the running statistics of batch normalisation. Owns their
 * native memory until closed. Not safe for use by several threads.
 */
public final class NamedTensors implements AutoCloseable {
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();

  /** Creates an empty collection. */
  public NamedTensors() {}

  Tensor parameter(String name, float[] values, long... shape) {
    Tensor tensor = owned(values, shape);
    tensor.set_requires_grad(true);
    parameters.put(name, tensor);
    return tensor;
  }

  Tensor buffer(String name, float[] values, long... shape) {
    Tensor tensor = owned(values, shape);
    buffers.put(name, tensor);
    return tensor;
  }

  /** All tensors by name, parameters first. */
  public Map<String, Tensor> all() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(buffers);
    return Collections.unmodifiableMap(all);
  }

  /** The parameters by name, in order of creation. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** How many numbers the optimiser may change. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Copies a tensor of any layout into an array in row-major order of its dimensions. */
  public static float[] toArray(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor flat = tensor.detach().contiguous();
      float[] values = new float[Math.toIntExact(flat.numel())];
      flat.data_ptr_float().get(values);
      return values;
    }
  }

  /** A native vector of tensors; the caller owns the vector, not what it refers to. */
  public static TensorVector vector(Iterable<Tensor> tensors) {
    TensorVector vector = new TensorVector();
    tensors.forEach(vector::push_back);
    return vector;
  }

  @Override
  public void close() {
    all().values().forEach(Tensor::close);
    parameters.clear();
    buffers.clear();
  }

  /** A tensor that outlives the caller's scope. */
  private static Tensor owned(float[] values, long... shape) {
    Tensor tensor = Tensor.create(values, shape);
    tensor.retainReference();
    return tensor;
  }
}
