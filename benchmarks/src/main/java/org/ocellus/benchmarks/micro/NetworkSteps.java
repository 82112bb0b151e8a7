package org.ocellus.benchmarks.micro;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The shipped network on so many pictures at once; the time is that of all of them. */
@State(Scope.Thread)
public class NetworkSteps {
  @Param({"1", "2", "4", "8", "16", "32"})
  private int batch;

  private Model model;
  private List<Tensor> pictures = List.of();
  private OrtSession session;
  private OnnxTensor input;

  @Setup
  public void open() throws IOException, OrtException {
    model = Model.bundled(1);
    byte[] rgb = new byte[3 * 200 * 200];
    new Random(1).nextBytes(rgb);
    Tensor picture = model.preprocessing().apply(new RgbImage(200, 200, rgb));
    pictures = Collections.nCopies(batch, picture);
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    session = OrtEnvironment.getEnvironment().createSession(model.graph(), options);
    FloatBuffer data =
        ByteBuffer.allocateDirect(batch * picture.data().length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    pictures.forEach(each -> data.put(each.data()));
    long[] shape = picture.shape().clone();
    shape[0] = batch;
    input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), data.flip(), shape);
  }

  @TearDown
  public void close() throws OrtException {
    input.close();
    session.close();
    model.close();
  }

  @Benchmark
  public List<Prediction> predict() throws IOException {
    return model.predict(pictures);
  }

  @Benchmark
  public int bareOnnxRuntime() throws OrtException {
    try (OrtSession.Result result =
        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
      return result.size();
    }
  }
}
