package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.VerifyReport.Finding;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Metric;

/** Looks at each picture of an index whether it is as it should be. For one thread. */
public final class Verification {
  /** How far a unit vector's length may be from 1; float32 rounds by less than a millionth. */
  private static final double LENGTH_TOLERANCE = 1e-4;

  private final IndexSettings settings;
  private final SourceCheck sources;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Space, String> spaces = new HashMap<>();
  private final Map<Space, String> textSpaces = new HashMap<>();
  private int withoutVector;
  private int looked;

  private Verification(IndexSettings settings, SourceCheck sources) {
    this.settings = settings;
    this.sources = sources;
  }

  /** Verifies the index in this folder; see {@code VisualIndex.verify}. */
  public static VerifyReport of(Path folder, SourceCheck sources) throws IOException {
    IndexSettings.requireIn(folder);
    List<Finding> broken = LuceneCheck.run(folder);
    if (!broken.isEmpty()) {
      return new VerifyReport(0, 0, 0, broken);
    }
    while (true) {
      String name = Generations.live(folder);
      // Not by way of PictureIndex, which refuses to open some of what is looked for here.
      try (Directory directory = FSDirectory.open(folder.resolve(name));
          DirectoryReader reader = DirectoryReader.open(directory)) {
        return new Verification(Generations.settings(folder, name), sources)
            .of(new IndexSearcher(reader));
      } catch (IOException e) {
        if (name.equals(Generations.live(folder))) {
          throw e;
        }
      }
    }
  }

  private VerifyReport of(IndexSearcher view) throws IOException {
    for (LeafReaderContext leaf : view.getIndexReader().leaves()) {
      fields(leaf);
      LiveDocuments.forEach(leaf, doc -> document(view, doc));
    }
    return new VerifyReport(view.getIndexReader().numDocs(), withoutVector, looked, findings);
  }

  private void fields(LeafReaderContext leaf) {
    String segment = "segment " + leaf.reader().toString();
    for (VectorField ours : VectorField.values()) {
      FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(ours.field());
      if (field == null || !field.hasVectorValues()) {
        continue;
      }
      Space space = PictureFields.space(field);
      if (space == null) {
        find(segment, "field " + field.name + " does not say which model made its vectors");
        continue;
      }
      if (field.getVectorSimilarityFunction() != ours.similarity()) {
        find(segment, "field " + field.name + " is not compared by " + ours.metric().id());
      }
      Map<Space, String> others = ours.isOfText() ? textSpaces : spaces;
      others.putIfAbsent(space, segment);
      for (Map.Entry<Space, String> other : others.entrySet()) {
        if (!other.getKey().fingerprint().equals(space.fingerprint())) {
          find(
              segment,
              "has vectors of " + space + ", " + other.getValue() + " those of " + other.getKey());
        }
      }
    }
  }

  private void document(IndexSearcher view, int doc) {
    StoredDocument stored;
    try {
      stored = StoredDocument.read(view, doc);
    } catch (IOException | RuntimeException e) {
      find("document " + doc, "cannot be read: " + e.getMessage());
      return;
    }
    String id = stored.picture().id();
    try {
      int first = PictureIndex.find(view, id);
      if (first != doc) {
        find(id, first < 0 ? "is not found by its id" : "is there more than once");
      }
    } catch (IOException e) {
      find(id, "cannot be looked up: " + e.getMessage());
    }
    vectors(id, stored.vectors());
    if (sources != SourceCheck.NONE && stored.picture().source() != null) {
      looked++;
      source(stored.picture(), stored.picture().source());
    }
  }

  private void vectors(String id, Map<VectorField, float[]> vectors) {
    vectors.forEach((field, vector) -> vector(id, field, vector));
    if (vectors.keySet().stream().allMatch(VectorField::isOfText)) {
      withoutVector++;
      return;
    }
    for (Metric metric : settings.metrics()) {
      if (!vectors.containsKey(VectorField.of(metric))) {
        find(id, "has no vector for " + metric.id());
      }
    }
  }

  private void vector(String id, VectorField field, float[] vector) {
    String which =
        switch (field) {
          case EMBEDDING, EMBEDDING_RAW -> "its vector for " + field.metric().id();
          case TEXT_EMBEDDING -> "its vector among sentences";
          case CAPTION_EMBEDDING -> "its caption's vector";
        };
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        find(id, "%s has %s at position %d".formatted(which, vector[i], i));
        return;
      }
    }
    double length = Math.sqrt(Vectors.dot(vector, vector));
    if (field.metric() == Metric.COSINE && Math.abs(length - 1) > LENGTH_TOLERANCE) {
      find(id, "%s has the length %s, not 1".formatted(which, length));
    }
  }

  private void source(StoredPicture picture, String source) {
    String problem;
    try {
      problem = problem(picture, Path.of(source));
    } catch (NoSuchFileException e) {
      problem = "no such file";
    } catch (IOException | InvalidPathException e) {
      problem = "cannot be read: " + e.getMessage();
    }
    if (problem != null) {
      find(source, problem);
    }
  }

  private @Nullable String problem(StoredPicture picture, Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    if (picture.bytes() != null && now.size() != picture.bytes()) {
      return "has %d bytes now, had %d when it was indexed".formatted(now.size(), picture.bytes());
    }
    if (sources == SourceCheck.CONTENT && picture.hash() != null) {
      return Fingerprint.sha256(Files.readAllBytes(file)).equals(picture.hash())
          ? null
          : "has another content than when it was indexed";
    }
    return picture.modified() == null
            || Objects.equals(picture.modified(), now.lastModifiedTime().toMillis())
        ? null
        : "was modified on " + now.lastModifiedTime() + ", after it was indexed";
  }

  private void find(String where, String problem) {
    findings.add(new Finding(where, problem));
  }
}
