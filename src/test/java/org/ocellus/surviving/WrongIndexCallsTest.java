package org.ocellus.surviving;

import static org.ocellus.surviving.Wrong.argument;
import static org.ocellus.surviving.Wrong.call;
import static org.ocellus.surviving.Wrong.withoutArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Languages;
import org.ocellus.index.NpyReader;
import org.ocellus.index.NpyWriter;
import org.ocellus.index.Picture;
import org.ocellus.index.Quantization;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.index.VectorStorage;
import org.ocellus.index.Vectors;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.Reindex;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.query.VisualQuery;

/** What the façade, {@code index} and {@code ingest} say to calls that break their contracts. */
class WrongIndexCallsTest {
  private static final VectorStorage EIGHT_BITS =
      VectorStorage.DEFAULT.quantized(Quantization.BITS_8);

  @TempDir Path folder;
  private Path path;
  private VisualIndex index;

  @BeforeEach
  void open() throws IOException {
    path = folder.resolve("index");
    index = VisualIndex.open(path);
    index.add(vector("a", 1, 0));
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static Picture vector(String id, float... vector) {
    return Picture.ofVector(id, vector);
  }

  @TestFactory
  Stream<DynamicTest> opening() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path none = folder.resolve("none");
    return Stream.of(
        withoutArgument("folder", () -> VisualIndex.open(null)),
        withoutArgument("folder", () -> VisualIndex.openReadOnly(null, null)),
        withoutArgument("model", () -> VisualIndex.open(none, null)),
        call("a file", () -> VisualIndex.open(file), IndexException.class, "" + file, "is a file"),
        call("none", () -> VisualIndex.openReadOnly(none, null), IndexException.class, "" + none),
        call("locked", () -> VisualIndex.open(path), IndexException.class, "" + path, "process"),
        call(
            "another model",
            () -> VisualIndex.openReadOnly(path, Model.bundled(1)),
            IndexException.class,
            "" + path,
            "vectors of your own",
            "pinhole"));
  }

  private void addZerosForDistances() throws IOException {
    try (VisualIndex distances =
        VisualIndex.open(folder.resolve("distances"), null, VectorStorage.of(Metric.EUCLIDEAN))) {
      distances.add(vector("b", 0, 0));
    }
  }

  /** An index that has no vectors yet. */
  private VisualIndex fresh() throws IOException {
    index.close();
    index = VisualIndex.open(folder.resolve("fresh"));
    return index;
  }

  @TestFactory
  Stream<DynamicTest> adding() {
    float[] long5000 = new float[5000];
    long5000[0] = 1;
    Picture nothing =
        new Picture("x", null, null, null, List.of(), null, null, null, null, Map.of());
    return Stream.of(
        withoutArgument("picture", () -> index.add(null)),
        argument("zeros", () -> index.add(vector("b", 0, 0)), "picture b", "zeros"),
        argument("zeros for distances", this::addZerosForDistances, "picture b", "zeros"),
        argument("NaN", () -> index.add(vector("b", 1, Float.NaN)), "picture b", "NaN", "1"),
        argument("empty", () -> index.add(vector("b")), "picture b", "empty"),
        argument("another length", () -> index.add(vector("b", 1, 0, 0)), "picture b", "3", "2"),
        argument("a blank id", () -> index.add(vector(" ", 1, 0)), "id", "blank"),
        argument(
            "a blank tag", () -> index.add(vector("b", 1, 0).keywords(" ")), "keyword", "\" \""),
        argument(
            "a language",
            () -> index.add(vector("b", 1, 0).caption("x", "nonsense")),
            "language",
            "nonsense"),
        argument(
            "a long field",
            () -> index.add(vector("b", 1, 0).extra("note", "x".repeat(40_000))),
            "note",
            "32766",
            "40000"),
        argument(
            "a field of no kind",
            () -> index.add(vector("b", 1, 0).extra("note", new Object())),
            "note",
            "a string, a finite number"),
        call(
            "without a model",
            () -> index.add(Picture.of(new byte[1])),
            IllegalStateException.class,
            "" + path,
            "without a model",
            "Picture.ofVector"),
        call(
            "without pixels",
            () -> index.add(nothing),
            IllegalStateException.class,
            "without a model"),
        argument("too long", () -> fresh().add(Picture.ofVector("b", long5000)), "5000", "4096"));
  }

  @TestFactory
  Stream<DynamicTest> changing() {
    return Stream.of(
        withoutArgument("id", () -> index.update(null, picture -> picture)),
        withoutArgument("change", () -> index.update("a", null)),
        withoutArgument("change", () -> index.update("a", picture -> null)),
        withoutArgument("tags", () -> index.updateKeywords("a", (String[]) null)),
        withoutArgument("id", () -> index.delete(null)),
        withoutArgument("id", () -> index.get(null)),
        withoutArgument("action", () -> index.forEach(null)),
        withoutArgument("query", () -> index.search((VisualQuery) null)),
        withoutArgument("ingest", () -> index.ingest(null, progress -> {})),
        withoutArgument("listener", () -> index.ingest(Ingest.of(folder), null)),
        withoutArgument("request", () -> index.reindex(null, progress -> {})),
        argument("a blank tag", () -> index.updateKeywords("a", ""), "keyword", "blank"),
        argument("a language", () -> index.updateCaption("a", "x", "??"), "language", "??"),
        argument(
            "size",
            () -> index.update("a", picture -> picture.toBuilder().size(0, 5).build()),
            "size of picture a",
            "0 x 5"),
        argument(
            "a long source",
            () -> index.update("a", p -> p.toBuilder().source("x".repeat(40_000)).build()),
            "source",
            "32766"),
        call(
            "ingest without a model",
            () -> index.ingest(Ingest.of(folder), progress -> {}),
            IllegalStateException.class,
            "" + path,
            "without a model"));
  }

  @TestFactory
  Stream<DynamicTest> closed() throws IOException {
    index.close();
    return Stream.of(
        call(
            "add",
            () -> index.add(vector("b", 1, 0)),
            AlreadyClosedException.class,
            "" + path,
            "closed"),
        call("get", () -> index.get("a"), AlreadyClosedException.class, "" + path, "closed"),
        call("delete", () -> index.delete("a"), AlreadyClosedException.class, "" + path, "closed"),
        call(
            "update",
            () -> index.updateKeywords("a", "x"),
            AlreadyClosedException.class,
            "" + path,
            "closed"),
        call("commit", () -> index.commit(), AlreadyClosedException.class, "" + path, "closed"),
        call("refresh", () -> index.refresh(), AlreadyClosedException.class, "" + path, "closed"),
        call("optimize", () -> index.optimize(), AlreadyClosedException.class, "" + path, "closed"),
        call(
            "statistics",
            () -> index.statistics(),
            AlreadyClosedException.class,
            "" + path,
            "closed"),
        call(
            "forEach",
            () -> index.forEach(picture -> {}),
            AlreadyClosedException.class,
            "" + path,
            "closed"));
  }

  @TestFactory
  Stream<DynamicTest> readOnly() throws IOException {
    index.close();
    index = VisualIndex.openReadOnly(path, null);
    return Stream.of(
        call("add", () -> index.add(vector("b", 1, 0)), IndexException.class, "read-only"),
        call("delete", () -> index.delete("none"), IndexException.class, "read-only"),
        call("update", () -> index.updateKeywords("none", "x"), IndexException.class, "read-only"),
        call("commit", () -> index.commit(), IndexException.class, "read-only"),
        call("optimize", () -> index.optimize(), IndexException.class, "read-only"),
        call(
            "reindex",
            () -> index.reindex(Reindex.as(EIGHT_BITS), progress -> {}),
            IndexException.class,
            "read-only"));
  }

  @TestFactory
  Stream<DynamicTest> values() {
    float[] two = new float[2];
    return Stream.of(
        withoutArgument("file", () -> Picture.of((Path) null)),
        withoutArgument("encoded", () -> Picture.of((byte[]) null)),
        withoutArgument("id", () -> Picture.ofVector(null, two)),
        withoutArgument("keyword", () -> Picture.of(folder).keywords("x", null)),
        withoutArgument("name", () -> Picture.of(folder).extra(null, 1)),
        withoutArgument("note", () -> Picture.of(folder).extra("note", null)),
        withoutArgument("id", () -> StoredPicture.of(null)),
        argument("a long id", () -> StoredPicture.of("x".repeat(20_000)), "id", "10922", "20000"),
        withoutArgument("text", () -> new Keyword(null, Origin.PERSON)),
        withoutArgument("by", () -> new Keyword("a", null)),
        argument("a long tag", () -> new Keyword("x".repeat(300), Origin.FILE), "256", "300"),
        withoutArgument("fingerprint", () -> new Space(null, "m", 1)),
        argument("dimension", () -> Space.ofOwnVectors(0), "dimension", "got 0"),
        argument("space", () -> new Space(new Fingerprint("f"), "m", -1), "dimension", "got -1"),
        argument("two lengths", () -> Vectors.dot(two, new float[3]), "2", "3", "compared"),
        argument("distance", () -> Vectors.distance(new float[3], two), "3", "2", "compared"),
        argument("no metric", () -> VectorStorage.of(), "at least one metric"),
        withoutArgument("quantization", () -> VectorStorage.DEFAULT.quantized(null)),
        argument("bits", () -> Quantization.of("3"), "none, 8, 7, 4, 2, 1", "3"),
        argument("language", () -> Languages.code(" "), "language", "ISO 639"),
        argument("row", () -> new NpyWriter(folder.resolve("a.npy"), 0), "dimension", "got 0"),
        call(
            "no npy",
            () -> new NpyReader(Files.writeString(folder.resolve("b.npy"), "junk")),
            IOException.class,
            "b.npy"),
        argument("nothing to index", () -> Ingest.of(), "name a folder"),
        argument("workers", () -> Ingest.of(folder).workers(0), "workers", "got 0"),
        argument("batch", () -> Ingest.of(folder).batch(0), "batch", "got 0"),
        argument("threshold", () -> Ingest.of(folder).labelThreshold(Float.NaN), "NaN"),
        argument("reindex", () -> Reindex.as(VectorStorage.DEFAULT).workers(0), "workers", "got 0"),
        withoutArgument("model", () -> Reindex.with(null)),
        withoutArgument("vectors", () -> Reindex.as(null)));
  }
}
