package org.ocellus.trainer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The float32 tensors that make up a network, by name and in order of creation: parameters, which
 * the optimiser changes, and statistics, the running averages of batch normalisation. Kernels are
 * kept in channels-last layout. Owns their native memory until closed. Not safe for use by several
 * threads.
 */
public final class Weights implements AutoCloseable {
  private final RandomGenerator random;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> statistics = new LinkedHashMap<>();
  private final List<Tensor> constants = new ArrayList<>();

  /**
   * Creates an empty collection.
   *
   * @param seed of the initial values: the same seed gives the same values in the same order
   */
  public Weights(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A new parameter of normally distributed values about 0. */
  public Tensor normal(String name, double deviation, long... shape) {
    float[] values = new float[Math.toIntExact(product(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return parameter(name, values, shape);
  }

  /** A new parameter of values spread evenly within ±{@code bound}. */
  public Tensor uniform(String name, double bound, long... shape) {
    float[] values = new float[Math.toIntExact(product(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return parameter(name, values, shape);
  }

  /** A new parameter of equal values. */
  public Tensor filled(String name, float value, long... shape) {
    return parameter(name, equal(value, shape), shape);
  }

  /** A new statistic of equal values: saved with the weights, but not the optimiser's to change. */
  public Tensor statistic(String name, float value, long... shape) {
    Tensor tensor = owned(equal(value, shape), shape);
    statistics.put(name, tensor);
    return tensor;
  }

  /** A tensor that never changes and is not saved; freed with the others. */
  public Tensor constant(float[] values, long... shape) {
    Tensor tensor = owned(values, shape);
    constants.add(tensor);
    return tensor;
  }

  private Tensor parameter(String name, float[] values, long... shape) {
    Tensor tensor = owned(values, shape);
    tensor.set_requires_grad(true);
    if (parameters.put(name, tensor) != null) {
      throw new IllegalStateException("two parameters are called " + name);
    }
    return tensor;
  }

  /** All tensors by name, parameters first. */
  public Map<String, Tensor> all() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(statistics);
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

  /** The rows of {@code [N, length]}. */
  public static float[][] toRows(Tensor tensor) {
    float[] values = toArray(tensor);
    float[][] rows = new float[Math.toIntExact(tensor.size(0))][];
    int length = rows.length == 0 ? 0 : values.length / rows.length;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }
    return rows;
  }

  /** A tensor {@code [N, length]} of some rows, at least one; it belongs to the caller's scope. */
  public static Tensor ofRows(List<float[]> rows) {
    int length = rows.get(0).length;
    float[] values = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * length, length);
    }
    return Tensor.create(values, rows.size(), length);
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
    statistics.clear();
    constants.forEach(Tensor::close);
    constants.clear();
  }

  /** A tensor that outlives the caller's scope. */
  private static Tensor owned(float[] values, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensor.create(values, shape);
      if (shape.length == 4) {
        tensor = tensor.contiguous(torch.MemoryFormat.ChannelsLast);
      }
      tensor.retainReference();
      return tensor;
    }
  }

  private static float[] equal(float value, long... shape) {
    float[] values = new float[Math.toIntExact(product(shape))];
    Arrays.fill(values, value);
    return values;
  }

  private static long product(long... shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }
}
