package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.evaluation.LabelNames;
import org.ocellus.trainer.evaluation.ModelClasses;
import org.ocellus.trainer.export.DerivedFolder;

/** Makes an int8 model folder of a float one, and measures both on pictures held apart. */
public final class Quantisation {
  /** More do not change the ranges. */
  private static final int MOST_CALIBRATED = 256;

  private static final int MOST_MEASURED = 2000;
  private static final long SEED = 1;

  private final Path from;
  private final Model model;
  private final ModelClasses known;
  private final LabelNames names;
  private final Iterator<Example> examples;
  private final List<String> skipped = new ArrayList<>();

  private Quantisation(Path from, Model model, List<Example> examples, @Nullable Path names) {
    this.from = from;
    this.model = model;
    known = new ModelClasses(model.classNames());
    this.names = names == null ? LabelNames.knownTo(known) : LabelNames.read(names);
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(SEED));
    this.examples = shuffled.iterator();
  }

  /**
   * Calibrates on a quarter of the pictures, drawn at random, on {@value #MOST_CALIBRATED} at most;
   * measures on others, on {@value #MOST_MEASURED} at most.
   *
   * @param from a float model's folder
   * @param examples pictures of the kind that the model will see; labels may lack
   * @param names a file that says what labels are called, as {@link LabelNames#read} takes it; null
   *     for none
   * @param to the folder to write, made if it is missing
   * @throws IOException if a folder or network cannot be read or written, there is nothing to
   *     quantise, or both folders are the same
   * @throws DataException if there are fewer than three readable pictures
   */
  public static Int8Report run(Path from, List<Example> examples, @Nullable Path names, Path to)
      throws IOException {
    DerivedFolder.requireOther(from, to);
    // One thread, for that is how both are timed.
    try (Model model = Model.open(from, 1)) {
      return new Quantisation(from, model, examples, names).into(to, examples.size());
    }
  }

  private Int8Report into(Path to, int pictures) throws IOException {
    List<Tensor> calibration =
        next(Math.clamp(pictures / 4, 1, MOST_CALIBRATED)).stream().map(Sample::input).toList();
    List<Sample> batch = next(Int8Comparison.BATCH);
    if (calibration.isEmpty() || batch.size() < 2) {
      throw new DataException(
          "quantisation needs some hundred pictures to calibrate and measure on; %d could be read, %d not%s"
              .formatted(
                  calibration.size() + batch.size(),
                  skipped.size(),
                  skipped.isEmpty() ? "" : ", such as " + skipped.getFirst()));
    }
    byte[] graph = model.graph();
    Int8Model int8 =
        Int8Model.of(
            ModelProto.parseFrom(graph), calibration, Runtime.getRuntime().availableProcessors());
    DerivedFolder.write(from, to, int8.graph().toByteArray(), Quantisation::rename);
    try (Model quantised = Model.open(to, 1)) {
      Int8Comparison comparison = new Int8Comparison(model, quantised);
      for (; !batch.isEmpty(); batch = next(Int8Comparison.BATCH)) {
        comparison.add(
            batch.stream().map(Sample::input).toList(),
            batch.stream().map(Sample::classes).toList());
        if (comparison.pictures() >= MOST_MEASURED) {
          break;
        }
      }
      Int8Report report =
          new Int8Report(
              int8.layers(),
              calibration.size(),
              comparison.pictures(),
              skipped.size(),
              new Int8Report.Pair(graph.length, int8.graph().getSerializedSize()),
              comparison.millis(),
              comparison.sameClass(),
              comparison.accuracy(),
              comparison.embeddings());
      DerivedFolder.describe(
          from,
          to,
          "## As int8\n\nThis folder holds the int8 form of the network described above; all figures"
              + " above are about float32.\n\n"
              + report.toMarkdown()
              + "Int8 gains most where the processor has instructions for it (x86: VNNI, ARM: dot"
              + " product).\n");
      return report;
    }
  }

  /** Messages would confuse two models of one name. */
  private static void rename(ObjectNode config) {
    if (config.path("ocellus") instanceof ObjectNode ours && ours.hasNonNull("name")) {
      ours.put("name", ours.get("name").asText() + "-int8");
    }
  }

  /** A picture as the network takes it, and the classes that are right; none if not known. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sample(Tensor input, int[] classes) {}

  /** The next pictures that can be read; fewer at the end. */
  private List<Sample> next(int most) {
    Preprocessing inputs = model.preprocessing();
    List<Sample> samples = new ArrayList<>();
    while (samples.size() < most && examples.hasNext()) {
      Example example = examples.next();
      try {
        int[] classes =
            example.labels().stream()
                .flatMapToInt(label -> IntStream.of(known.numbers(names.of(label))))
                .toArray();
        samples.add(new Sample(inputs.apply(example.content().decode(inputs)), classes));
      } catch (IOException e) {
        skipped.add(e.getMessage());
      }
    }
    return samples;
  }
}
