package org.ocellus.surviving;

import static org.ocellus.surviving.Wrong.argument;
import static org.ocellus.surviving.Wrong.call;
import static org.ocellus.surviving.Wrong.withoutArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.metadata.Place;
import org.ocellus.model.ClassHierarchy;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Label;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/** What {@code model} and {@code metadata} say to calls that break their contracts. */
class WrongModelCallsTest {
  private static Model model;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws IOException {
    model = Model.bundled(1);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @TestFactory
  Stream<DynamicTest> opening() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    return Stream.of(
        argument("threads", () -> Model.open(folder, 0), "threads", "got 0"),
        argument("threads of the bundled one", () -> Model.bundled(-1), "threads", "got -1"),
        withoutArgument("folder", () -> Model.open(null)),
        call("absent", () -> Model.open(folder.resolve("m")), ModelException.class, "m", "folder"),
        call("a file", () -> Model.open(file), ModelException.class, "" + file, "folder"),
        call("empty", () -> Model.open(folder), ModelException.class, "" + folder, "model.onnx"));
  }

  @TestFactory
  Stream<DynamicTest> predicting() throws IOException {
    Tensor good = model.preprocessing().apply(new RgbImage(1, 1, new byte[3]));
    Tensor small = new Tensor(new float[48], new long[] {1, 3, 4, 4});
    Tensor two = new Tensor(new float[2 * 3 * 64 * 64], new long[] {2, 3, 64, 64});
    float[] numbers = new float[3 * 64 * 64];
    Arrays.fill(numbers, Float.NaN);
    Tensor nan = new Tensor(numbers, new long[] {1, 3, 64, 64});
    Model closed = Model.bundled(1);
    closed.close();
    List<RgbImage> none = List.of();
    Prediction vectorAlone = new Prediction(new float[1], null, null, ClassHierarchy.NONE);
    return Stream.of(
        argument("size", () -> model.predict(List.of(small)), "[1, 3, 4, 4]", "[1, 3, 64, 64]"),
        argument(
            "one of another size", () -> model.predict(List.of(good, small)), "picture 2 of 2"),
        argument("two in one", () -> model.predict(List.of(two)), "[2, 3, 64, 64]"),
        call("NaN", () -> model.predict(List.of(nan)), ModelException.class, "pinhole", "NaN"),
        call(
            "closed",
            () -> closed.predict(List.of(good)),
            IllegalStateException.class,
            "pinhole",
            "closed"),
        argument("k", () -> model.classifier().classify(none, 0), "k must be >= 1", "got 0"),
        argument("top", () -> model.predict(List.of(good)).get(0).top(0), "k", "got 0"),
        call("no classes", () -> vectorAlone.top(1), IllegalStateException.class, "no class"),
        argument(
            "names",
            () -> new Prediction(null, null, new float[2], new ClassHierarchy(List.of("a"))),
            "2",
            "got 1"));
  }

  @TestFactory
  Stream<DynamicTest> values() {
    return Stream.of(
        argument("metric", () -> Metric.of("foo"), "cosine", "euclidean", "foo"),
        argument("fingerprint", () -> new Fingerprint(" "), "fingerprint", "blank"),
        argument("dimension", () -> Fingerprint.ofOwnVectors(0), "dimension", "got 0"),
        argument("probability", () -> new Label("cat", 2), "cat", "0 to 1", "got 2.0"),
        argument("NaN", () -> new Label("cat", Float.NaN), "cat", "NaN"),
        withoutArgument("name", () -> new Label(null, 1)),
        argument("latitude", () -> new Place(91, 0), "latitude", "-90 to 90", "91.0"),
        argument("longitude", () -> new Place(0, Double.NaN), "longitude", "NaN"),
        withoutArgument("bytes", () -> PhotoMetadata.read(null, "a")));
  }
}
