package org.ocellus;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureAnalyzer;
import org.ocellus.index.PictureFields;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.PictureVectors;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;
import org.ocellus.query.VisualQuery;
import org.ocellus.query.VisualSearch;

/**
 * Pictures in a Lucene index that the application makes itself, with its own analyser, codec and
 * fields beside ours. The fields are those that {@link PictureFields} names; {@code id} among them,
 * which is the picture's. A codec that chooses a vector format for each field gives them {@link
 * org.ocellus.index.VectorFormat#of}; Lucene's own serves as well, up to 1024 dimensions.
 *
 * <p>Owns nothing: writer, reader and model stay the application's. Safe for use by any number of
 * threads.
 */
public final class LucenePictures {
  private final Model model;
  private final VectorStorage vectors;
  private final ImageDecoder decoder = new ImageDecoder();

  /** The writer whose index is known to hold no other model's vectors. */
  private volatile WeakReference<@Nullable IndexWriter> checked = new WeakReference<>(null);

  /**
   * As {@link VectorStorage#DEFAULT}: for cosine, by a codec that does not quantise.
   *
   * @param model makes the embeddings
   */
  public LucenePictures(Model model) {
    this(model, VectorStorage.DEFAULT);
  }

  /**
   * @param model makes the embeddings
   * @param vectors what they may be compared by, and how the writer's codec quantises them: a
   *     reader does not tell, and with fewer bits a search must gather more candidates, see {@link
   *     org.ocellus.index.Quantization#oversampling}
   */
  public LucenePictures(Model model, VectorStorage vectors) {
    this.model = model;
    this.vectors = vectors;
  }

  /** The analyser of an index: ours for our fields, the application's for all others. */
  public static Analyzer analyzer(Analyzer yours) {
    return new PictureAnalyzer(yours);
  }

  /**
   * Puts a document with a picture; one with the picture's id is replaced.
   *
   * @param document of the application; our fields are added to it
   * @return the picture's id
   * @throws IndexException if the index holds vectors of another model
   * @throws org.ocellus.image.ImageDecodingException if the picture cannot be decoded
   */
  public String put(IndexWriter writer, Document document, Picture picture) throws IOException {
    check(writer);
    StoredPicture stored;
    PictureVectors made;
    if (picture.vector() == null) {
      var ready = new PictureReader(decoder, model.preprocessing()).read(picture);
      Prediction prediction = model.predict(List.of(ready.tensor())).get(0);
      stored = PictureReader.labelled(ready.stored(), prediction, PictureReader.LABEL_THRESHOLD);
      made = PictureVectors.of(prediction, model);
    } else {
      stored = PictureReader.said(picture);
      made = new PictureVectors(picture.vector(), Space.of(model), null, null);
    }
    PictureFields.addTo(document, stored, vectors.metrics(), made, model);
    writer.updateDocument(PictureFields.id(stored.id()), document);
    return stored.id();
  }

  /** Once a writer: what is added through this is of one model. */
  private void check(IndexWriter writer) throws IOException {
    if (checked.get() != writer) {
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        check(reader);
      }
      checked = new WeakReference<>(writer);
    }
  }

  /**
   * Checks that an index holds no vectors of another model: to be done before {@code addIndexes},
   * for afterwards they cannot be told apart, and every search is refused.
   *
   * @throws IndexException if it does
   */
  public void check(DirectoryReader reader) throws IOException {
    PictureIndex index = over(reader);
    index.check(Space.of(model));
    Space text = Space.ofText(model);
    if (text != null) {
      index.checkText(text);
    }
  }

  /**
   * Answers a question on this view of the index. The application's document of a hit is found by
   * {@link PictureFields#id}; {@link Hit#picture} reads from this view, while the reader is open.
   * There is no {@link Hits#next}, which would keep the reader: ask for later pages on the same
   * reader with an offset.
   *
   * @throws IndexException if the index holds vectors of another model; see {@link
   *     VisualSearch#search} for what else may be wrong
   */
  public Hits search(DirectoryReader reader, VisualQuery query) throws IOException {
    PictureIndex index = over(reader);
    index.check(Space.of(model));
    return new VisualSearch(index, model, decoder).search(query);
  }

  private PictureIndex over(DirectoryReader reader) throws IOException {
    return PictureIndex.over(reader, vectors.quantization());
  }
}
