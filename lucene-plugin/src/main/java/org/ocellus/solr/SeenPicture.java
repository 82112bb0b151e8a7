package org.ocellus.solr;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.SolrInputField;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.model.Label;
import org.ocellus.model.Prediction;

/** A document's picture, on its way through the network. */
final class SeenPicture {
  static final int MOST_CLASSES = 5;

  private final Tensor tensor;
  private final int width;
  private final int height;
  private final boolean partial;
  private final PhotoMetadata metadata;
  private @Nullable Prediction prediction;

  private SeenPicture(
      Tensor tensor, int width, int height, boolean partial, PhotoMetadata metadata) {
    this.tensor = tensor;
    this.width = width;
    this.height = height;
    this.partial = partial;
    this.metadata = metadata;
  }

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
     * The picture of a document, which is taken out of it if it is not to stay. Where an atomic
     * update takes the picture away, what was seen of it goes too.
     *
     * @param name of the document, for messages
     * @param partial whether the document is an atomic update
     * @return null if the document has none, or an atomic update does not set it
     * @throws IOException if it cannot be read or decoded, or there is more than one
     */
    @Nullable SeenPicture read(SolrInputDocument document, String name, boolean partial)
        throws IOException {
      refuseChildren(document);
      Object sent = value(document, fields.image());
      Object path = value(document, fields.path());
      if (sent == null && path == null) {
        if (isTakenAway(document, fields.image()) || isTakenAway(document, fields.path())) {
          fields.derived().forEach(field -> document.setField(field, operation(null)));
        }
        return null;
      }
      byte[] bytes =
          sent != null ? PictureBytes.sent(sent) : fields.pictures().file(String.valueOf(path));
      String called = "document " + name;
      Tensor tensor = preprocessing.apply(preprocessing.decode(decoder, bytes, called));
      ImageHeader header = ImageHeader.read(bytes, called);
      boolean turned = header.orientation().swapsSides();
      drop(fields, document);
      return new SeenPicture(
          tensor,
          turned ? header.height() : header.width(),
          turned ? header.width() : header.height(),
          partial,
          PhotoMetadata.read(bytes, called));
    }

    /** The value, or that which an atomic update sets; null if there is none. */
    private static @Nullable Object value(SolrInputDocument document, @Nullable String field)
        throws IOException {
      Collection<Object> values = field == null ? null : document.getFieldValues(field);
      if (values == null || values.isEmpty()) {
        return null;
      }
      if (values.size() > 1) {
        throw new IOException(
            "field %s has %d values: give one picture a document".formatted(field, values.size()));
      }
      Object value = values.iterator().next();
      if (!(value instanceof Map<?, ?> operations) || value instanceof SolrInputDocument) {
        return value;
      }
      if (operations.size() != 1 || !operations.containsKey("set")) {
        throw new IOException(
            "field %s can only be set, got %s".formatted(field, operations.keySet()));
      }
      return operations.get("set");
    }

    private static boolean isTakenAway(SolrInputDocument document, @Nullable String field) {
      return field != null
          && document.getFieldValue(field) instanceof Map<?, ?> operations
          && operations.containsKey("set")
          && operations.get("set") == null;
    }

    private void refuseChildren(SolrInputDocument document) throws IOException {
      List<SolrInputDocument> children = new ArrayList<>();
      if (document.getChildDocuments() != null) {
        children.addAll(document.getChildDocuments());
      }
      for (SolrInputField field : document) {
        Object value = field.getValue();
        for (Object each :
            value instanceof Collection<?> all ? all : Collections.singletonList(value)) {
          if (each instanceof SolrInputDocument child) {
            children.add(child);
          }
        }
      }
      for (SolrInputDocument child : children) {
        if (Stream.of(fields.image(), fields.path())
            .anyMatch(field -> field != null && child.containsKey(field))) {
          throw new IOException(
              "a child document has a picture, which is not looked at: give it a document of its own");
        }
        refuseChildren(child);
      }
    }
  }

  /** Takes a picture out of its document, if it is not to stay there. */
  static void drop(ImageFields fields, SolrInputDocument document) {
    if (!fields.keep() && fields.image() != null) {
      document.removeField(fields.image());
    }
  }

  Tensor tensor() {
    return tensor;
  }

  /** Keeps what the network says of it. */
  void predicted(Prediction said) {
    prediction = said;
  }

  /** Writes what is seen of it into its document; false if the network has said nothing. */
  boolean fill(ImageFields fields, SolrInputDocument document) {
    if (prediction == null) {
      return false;
    }
    put(document, fields.vector(), floats(Objects.requireNonNull(prediction.embedding())));
    if (prediction.probabilities() != null) {
      put(
          document,
          fields.label(),
          prediction.labels(MOST_CLASSES, fields.labelThreshold()).stream()
              .map(Label::name)
              .toList());
    }
    put(document, fields.width(), width);
    put(document, fields.height(), height);
    said(fields, document);
    return true;
  }

  /** Writes what the file says of itself where the document does not. */
  private void said(ImageFields fields, SolrInputDocument document) {
    metadata
        .taken()
        .ifPresent(
            seconds ->
                putIfAbsent(document, fields.taken(), Instant.ofEpochSecond(seconds).toString()));
    metadata
        .place()
        .ifPresent(
            place ->
                putIfAbsent(document, fields.place(), place.latitude() + "," + place.longitude()));
    if (!partial) {
      // What an update does not say of these, people may have said before.
      metadata.caption().ifPresent(text -> putIfAbsent(document, fields.caption(), text));
      if (!metadata.keywords().isEmpty()) {
        putIfAbsent(document, fields.keyword(), metadata.keywords());
      }
    }
  }

  private void putIfAbsent(SolrInputDocument document, @Nullable String field, Object value) {
    if (field != null && !document.containsKey(field)) {
      put(document, field, value);
    }
  }

  private void put(SolrInputDocument document, @Nullable String field, Object value) {
    if (field != null) {
      document.setField(field, partial ? operation(value) : value);
    }
  }

  private static Map<String, @Nullable Object> operation(@Nullable Object value) {
    return Collections.singletonMap("set", value);
  }

  static List<Float> floats(float[] vector) {
    Float[] list = new Float[vector.length];
    Arrays.setAll(list, i -> vector[i]);
    return Arrays.asList(list);
  }
}
