package org.ocellus.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/**
 * The input of a graph that takes pictures: {@code [N, 3, H, W]}, or {@code [N, H, W, 3]} as
 * TensorFlow's have it, recognised from the shape; N may be fixed.
 */
final class PictureInput {
  private static final int CHANNELS = 3;

  private final String model;
  private final OnnxSession session;
  private final String name;
  private final long[] declared;
  private final boolean channelsLast;
  private final long[] picture;
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  /**
   * @param model what messages call the graph
   * @throws ModelException if the input is not made for what the preprocessing makes
   */
  PictureInput(String model, OnnxSession session, String name, Preprocessing preprocessing)
      throws ModelException {
    this.model = model;
    this.session = session;
    this.name = name;
    session.requireFloats(name);
    declared = session.input(name).getShape();
    channelsLast = declared.length == 4 && declared[3] == CHANNELS && declared[1] != CHANNELS;
    picture = new long[] {1, CHANNELS, preprocessing.height(), preprocessing.width()};
    long[] made = shape(-1);
    boolean fits = declared.length == 4;
    for (int i = 1; fits && i < 4; i++) {
      fits = declared[i] < 0 || declared[i] == made[i];
    }
    if (!fits) {
      throw new ModelException(
          "%s: its input \"%s\" has shape %s, but preprocessor_config.json makes pictures of %s: take the one that came with this network, or mend its size and crop_size"
              .formatted(model, name, OnnxSession.shape(declared), OnnxSession.shape(made)));
    }
  }

  /**
   * The input among several that takes pictures: {@code pixel_values}, or the only one.
   *
   * @return an empty string if none is
   */
  static String of(OnnxSession session) {
    return session.inputs().size() == 1
        ? session.inputs().iterator().next()
        : session.inputs().contains("pixel_values") ? "pixel_values" : "";
  }

  String name() {
    return name;
  }

  /** Whether the graph has the channels behind the places. */
  boolean isChannelsLast() {
    return channelsLast;
  }

  /** A picture of nothing but noughts. */
  Tensor blank() {
    return new Tensor(new float[OnnxSession.size(picture)], picture);
  }

  /** The shape of a run with so many pictures. */
  long[] shape(long pictures) {
    long number = declared.length > 0 && declared[0] > 0 ? declared[0] : pictures;
    return channelsLast
        ? new long[] {number, picture[2], picture[3], CHANNELS}
        : new long[] {number, CHANNELS, picture[2], picture[3]};
  }

  /**
   * @throws IllegalArgumentException if a picture is not {@code [1, 3, H, W]} of the preprocessing:
   *     one of another shape would spoil the rest of its batch
   */
  void check(List<Tensor> pictures) {
    for (int i = 0; i < pictures.size(); i++) {
      long[] shape = pictures.get(i).shape();
      if (!Arrays.equals(shape, picture)) {
        throw new IllegalArgumentException(
            "picture %d of %d has the shape %s, %s takes %s: make it with the model's own preprocessing"
                .formatted(
                    i + 1,
                    pictures.size(),
                    OnnxSession.shape(shape),
                    model,
                    OnnxSession.shape(picture)));
      }
    }
  }

  /** These pictures in as few runs as the graph allows. */
  List<List<Tensor>> runs(List<Tensor> pictures) {
    int each = Math.toIntExact(shape(pictures.size())[0]);
    List<List<Tensor>> runs = new ArrayList<>();
    for (int from = 0; from < pictures.size(); from += each) {
      runs.add(pictures.subList(from, Math.min(from + each, pictures.size())));
    }
    return runs;
  }

  /** What is done with pictures that lie as the graph takes them. */
  interface Work<T> {
    T run(OnnxTensor input) throws OrtException, ModelException;
  }

  /**
   * Works on the pictures of one run; where the graph takes more, the last fills the rest of its
   * batch: what lay there before could tell in graphs that scale over all of it.
   */
  <T> T with(List<Tensor> pictures, Work<T> work) throws OrtException, ModelException {
    long[] shape = shape(pictures.size());
    int floats = OnnxSession.size(shape);
    ByteBuffer bytes = buffer(floats);
    try {
      FloatBuffer data = bytes.clear().limit(floats * Float.BYTES).asFloatBuffer();
      pictures.forEach(each -> put(each.data(), data));
      while (data.hasRemaining()) {
        put(pictures.get(pictures.size() - 1).data(), data);
      }
      try (OnnxTensor input = session.floats(name, data.rewind(), shape)) {
        return work.run(input);
      }
    } finally {
      buffers.add(bytes);
    }
  }

  private void put(float[] planes, FloatBuffer into) {
    if (!channelsLast) {
      into.put(planes);
      return;
    }
    int area = planes.length / CHANNELS;
    for (int pixel = 0; pixel < area; pixel++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        into.put(planes[channel * area + pixel]);
      }
    }
  }

  private ByteBuffer buffer(int floats) {
    ByteBuffer free = buffers.poll();
    return free != null && free.capacity() >= floats * Float.BYTES
        ? free
        : ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
