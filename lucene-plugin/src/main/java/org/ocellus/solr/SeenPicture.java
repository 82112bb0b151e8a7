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
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.SolrInputField;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.PerceptualHash;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.model.Caption;
import org.ocellus.model.Label;
import org.ocellus.model.Prediction;

/** A document's picture, on its way through the network. */
final class SeenPicture {
  static final int MOST_CLASSES = 5;

  /** The least probability of a label, unless another is configured. */
  static final float LABEL_THRESHOLD = 0.5f;

  private final Tensor tensor;
  private final @Nullable Tensor captioning;
  private final ImageHeader header;
  private final @Nullable Long hash;
  private final boolean partial;
  private final PhotoMetadata metadata;
  private @Nullable Prediction prediction;
  private @Nullable Caption caption;

  private SeenPicture(
      Tensor tensor,
      @Nullable Tensor captioning,
      ImageHeader header,
      @Nullable Long hash,
      boolean partial,
      PhotoMetadata metadata) {
    this.tensor = tensor;
    this.captioning = captioning;
    this.header = header;
    this.hash = hash;
    this.partial = partial;
    this.metadata = metadata;
  }

  /** Reads the pictures of documents. */
  static final class Reader {
    private final ImageFields fields;
    private final PictureNetwork network;
    private final ImageDecoder decoder = new ImageDecoder();

    Reader(ImageFields fields, PictureNetwork network) {
      this.fields = fields;
      this.network = network;
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
      byte[] bytes = bytes(document);
      if (bytes == null) {
        if (fields.sources().stream().anyMatch(field -> isTakenAway(document, field))) {
          fields.seen().names().forEach(field -> document.setField(field, operation(null)));
        }
        return null;
      }
      String called = "document " + name;
      Preprocessing preprocessing = network.preprocessing();
      RgbImage image = preprocessing.decode(decoder, bytes, called);
      Tensor tensor = preprocessing.apply(image);
      PhotoMetadata metadata = PhotoMetadata.read(bytes, called);
      Preprocessing captioner = network.captioning();
      Tensor captioning =
          captioner == null || isDescribed(document, metadata, partial)
              ? null
              : captioning(captioner, preprocessing, tensor, decoder, bytes, called);
      ImageHeader header = ImageHeader.read(bytes, called);
      Long hash = fields.seen().hash() == null ? null : PerceptualHash.of(image);
      drop(fields, document);
      return new SeenPicture(tensor, captioning, header, hash, partial, metadata);
    }

    private byte @Nullable [] bytes(SolrInputDocument document) throws IOException {
      Object sent = value(document, fields.image());
      Object path = value(document, fields.path());
      Object url = value(document, fields.url());
      if (sent != null) {
        return PictureBytes.sent(sent);
      }
      if (path != null) {
        return fields.files().file(path.toString());
      }
      return url == null ? null : Objects.requireNonNull(fields.download()).fetch(url.toString());
    }

    private boolean isDescribed(
        SolrInputDocument document, PhotoMetadata metadata, boolean partial) {
      String field = fields.said().caption();
      // What an update does not say, people may have said before: its own field is theirs.
      return !partial
          && (metadata.caption().isPresent() || (field != null && document.containsKey(field)));
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

    private static boolean isTakenAway(SolrInputDocument document, String field) {
      return document.getFieldValue(field) instanceof Map<?, ?> operations
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
        if (fields.sources().stream().anyMatch(child::containsKey)) {
          throw new IOException(
              "a child document has a picture, which is not looked at: give it a document of its own");
        }
        refuseChildren(child);
      }
    }
  }

  /** A captioner's input, which is the encoder's where both look at pictures alike. */
  static Tensor captioning(
      Preprocessing captioner,
      Preprocessing encoder,
      Tensor tensor,
      ImageDecoder decoder,
      byte[] bytes,
      String called)
      throws IOException {
    if (captioner.toJson().equals(encoder.toJson())) {
      return tensor;
    }
    // Decoded anew, for the encoder may have had a smaller picture read.
    return captioner.apply(captioner.decode(decoder, bytes, called));
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

  /** Whether the network is to write of it. */
  boolean wantsCaption() {
    return captioning != null;
  }

  /** The captioner's input. */
  Tensor captioning() {
    return Objects.requireNonNull(captioning, "no caption is wanted");
  }

  /** Keeps what the network says of it. */
  void predicted(Prediction said) {
    prediction = said;
  }

  /** Keeps what the network writes of it. */
  void captioned(Caption written) {
    caption = written;
  }

  /** Writes what is seen of it into its document; false if the network has said nothing. */
  boolean fill(ImageFields fields, SolrInputDocument document) {
    if (prediction == null) {
      return false;
    }
    ImageFields.Seen seen = fields.seen();
    put(document, seen.vector(), floats(Objects.requireNonNull(prediction.embedding())));
    if (seen.textVector() != null) {
      put(
          document,
          seen.textVector(),
          floats(Objects.requireNonNull(prediction.textEmbedding(), "the claim asked for it")));
    }
    if (prediction.probabilities() != null) {
      put(
          document,
          seen.label(),
          prediction.labels(MOST_CLASSES, seen.labelThreshold()).stream()
              .map(Label::name)
              .toList());
    }
    if (caption != null) {
      put(document, seen.generatedCaption(), caption.text());
      put(document, seen.captionConfidence(), caption.confidence());
    }
    if (hash != null) {
      put(document, seen.hash(), hash);
    }
    put(document, seen.width(), header.shownWidth());
    put(document, seen.height(), header.shownHeight());
    said(fields.said(), document);
    return true;
  }

  /** Writes what the file says of itself where the document does not. */
  private void said(ImageFields.Said said, SolrInputDocument document) {
    if (partial) {
      // What an update does not say of these, people may have said before.
      return;
    }
    metadata
        .taken()
        .ifPresent(
            seconds ->
                putIfAbsent(document, said.taken(), Instant.ofEpochSecond(seconds).toString()));
    metadata
        .place()
        .ifPresent(
            place ->
                putIfAbsent(document, said.place(), place.latitude() + "," + place.longitude()));
    metadata.caption().ifPresent(text -> putIfAbsent(document, said.caption(), text));
    if (!metadata.keywords().isEmpty()) {
      putIfAbsent(document, said.keyword(), metadata.keywords());
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
