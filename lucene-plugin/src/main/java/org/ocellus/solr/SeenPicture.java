package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrInputDocument;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;
import org.ocellus.model.Label;
import org.ocellus.model.Prediction;

/**
 * A document's picture, ready for the network.
 *
 * @param id of the document, for messages
 * @param tensor what the network sees of it
 * @param width in pixels, as it is shown
 * @param height in pixels, as it is shown
 * @param partial whether the document is an atomic update, whose values are set
 */
record SeenPicture(String id, Tensor tensor, int width, int height, boolean partial) {
  private static final int MOST_CLASSES = 5;

  /** Reads the pictures of documents. */
  static final class Reader {
    private final ImageFields fields;
    private final Preprocessing preprocessing;
    private final ImageDecoder decoder = new ImageDecoder();

    Reader(ImageFields fields, Preprocessing preprocessing) {
      this.fields = fields;
      this.preprocessing = preprocessing;
    }

    /**
     * The picture of a document, which is taken out of it if it is not to stay.
     *
     * @param id of the document, for messages
     * @return null if the document has none, or an atomic update does not set it
     * @throws IOException if it cannot be read or decoded
     */
    @Nullable SeenPicture read(String id, SolrInputDocument document) throws IOException {
      Object sent = set(fields.image() == null ? null : document.getFieldValue(fields.image()));
      Object path = set(fields.path() == null ? null : document.getFieldValue(fields.path()));
      if (sent == null && path == null) {
        return null;
      }
      byte[] bytes =
          sent != null ? PictureBytes.sent(sent) : fields.pictures().file(String.valueOf(path));
      String name = "document " + id;
      Tensor tensor = preprocessing.apply(preprocessing.decode(decoder, bytes, name));
      ImageHeader header = ImageHeader.read(bytes, name);
      boolean turned = header.orientation().swapsSides();
      boolean partial =
          document.values().stream().anyMatch(field -> field.getValue() instanceof Map);
      drop(fields, document);
      return new SeenPicture(
          id,
          tensor,
          turned ? header.height() : header.width(),
          turned ? header.width() : header.height(),
          partial);
    }

    /** The value, or that which an atomic update sets; null if it sets none. */
    private static @Nullable Object set(@Nullable Object value) {
      return value instanceof Map<?, ?> operations ? operations.get("set") : value;
    }
  }

  /** Takes a picture out of its document, if it is not to stay there. */
  static void drop(ImageFields fields, SolrInputDocument document) {
    if (!fields.keep() && fields.image() != null) {
      document.removeField(fields.image());
    }
  }

  /** Writes what is seen of it into its document. */
  void fill(ImageFields fields, Prediction prediction, SolrInputDocument document) {
    float[] embedding = prediction.embedding();
    if (embedding != null) {
      List<Float> vector = new ArrayList<>(embedding.length);
      for (float value : embedding) {
        vector.add(value);
      }
      put(document, fields.vector(), vector);
    }
    if (fields.label() != null && prediction.probabilities() != null) {
      put(
          document,
          fields.label(),
          prediction.labels(MOST_CLASSES, fields.labelThreshold()).stream()
              .map(Label::name)
              .toList());
    }
    put(document, fields.width(), width);
    put(document, fields.height(), height);
  }

  private void put(SolrInputDocument document, @Nullable String field, Object value) {
    if (field != null) {
      document.setField(field, partial ? Map.of("set", value) : value);
    }
  }
}
