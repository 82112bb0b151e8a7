package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.PerceptualHash;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.index.Folding;
import org.ocellus.index.Picture;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.ingest.IngestReport.Stage;
import org.ocellus.metadata.PhotoMetadata;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Prediction;

/** Turns pictures into what the index keeps of them and what the network sees of them. */
public final class PictureReader {
  /** The least probability of a predicted class that becomes a keyword, unless another is said. */
  public static final float LABEL_THRESHOLD = 0.5f;

  /** How many predicted classes become keywords at most; broader terms come besides. */
  public static final int MOST_CLASSES = 5;

  /** Bytes of the largest file that is read; decoders refuse far smaller ones by their pixels. */
  private static final long LARGEST = 1L << 30;

  private final ImageDecoder decoder;
  private final Preprocessing preprocessing;
  private final @Nullable Preprocessing captioning;

  public PictureReader(ImageDecoder decoder, Preprocessing preprocessing) {
    this(decoder, preprocessing, null);
  }

  /**
   * @param captioning how pictures without a caption become a captioner's input; null for none
   */
  PictureReader(
      ImageDecoder decoder, Preprocessing preprocessing, @Nullable Preprocessing captioning) {
    this.decoder = decoder;
    this.preprocessing = preprocessing;
    this.captioning = captioning;
  }

  /**
   * A picture read and ready for the network.
   *
   * @param stored what the index keeps of it, predictions still missing
   * @param tensor what the network sees of it
   * @param captioning what the captioner sees of it; null where there is none, or a caption
   */
  public record Ready(StoredPicture stored, Tensor tensor, @Nullable Tensor captioning) {}

  /**
   * Reads a picture: its file, metadata and pixels.
   *
   * @throws IOException if it cannot be read or decoded
   */
  public Ready read(Picture picture) throws IOException {
    byte[] bytes = bytes(picture);
    Found alone = new Found(picture, null, null, false);
    // No manifest said this, so none that falls silent takes it back.
    return read(
        alone,
        Map.of(),
        new Content(bytes, Fingerprint.sha256(bytes), modified(picture.file())),
        new StageClock());
  }

  /**
   * A picture's file.
   *
   * @param hash SHA-256, hexadecimal
   * @param modified milliseconds since 1970; null where there is no file
   */
  record Content(byte[] bytes, String hash, @Nullable Long modified) {
    static Content of(Path file, long modified) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      return new Content(bytes, Fingerprint.sha256(bytes), modified);
    }
  }

  /**
   * The attributes of a picture's file.
   *
   * @throws IOException if it is none that can be read whole
   */
  static BasicFileAttributes attributes(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("is not a regular file: name a picture");
    }
    if (attributes.size() > LARGEST) {
      throw new IOException(
          "has "
              + attributes.size()
              + " bytes, more than the "
              + LARGEST
              + " of the largest"
              + " picture that is read: make it smaller");
    }
    return attributes;
  }

  /**
   * Reads a picture whose bytes are at hand.
   *
   * @param words what manifest and sidecar say of it
   */
  Ready read(Found found, Map<String, String> words, Content content, StageClock clock)
      throws IOException {
    Picture picture = found.picture();
    String name = picture.describe();
    byte[] bytes = content.bytes();
    RgbImage image;
    StoredPicture stored;
    try (StageClock.Span span = clock.start(Stage.DECODE)) {
      image = preprocessing.decode(decoder, bytes, name);
      ImageHeader header = ImageHeader.read(bytes, name);
      StoredPicture.Builder builder = new StoredPicture.Builder(id(picture, content.hash()));
      stored =
          said(builder, found, words, PhotoMetadata.read(bytes, name))
              .hash(content.hash())
              .phash(PerceptualHash.of(image))
              .size(header.shownWidth(), header.shownHeight())
              .file(bytes.length, content.modified())
              .build();
    }
    try (StageClock.Span span = clock.start(Stage.PREPROCESSING)) {
      Tensor tensor = preprocessing.apply(image);
      return new Ready(
          stored, tensor, stored.caption() == null ? captioning(tensor, bytes, name) : null);
    }
  }

  private @Nullable Tensor captioning(Tensor tensor, byte[] bytes, String name) throws IOException {
    if (captioning == null || captioning.toJson().equals(preprocessing.toJson())) {
      return captioning == null ? null : tensor;
    }
    // Decoded anew, for the other network may have had a smaller picture read.
    return captioning.apply(captioning.decode(decoder, bytes, name));
  }

  /**
   * What the network sees of a file.
   *
   * @throws IOException if it cannot be read or decoded
   */
  Tensor tensor(Path file) throws IOException {
    attributes(file);
    return preprocessing.apply(
        preprocessing.decode(decoder, Files.readAllBytes(file), file.toString()));
  }

  /** Adds what the network said: classes, and what they are kinds of, at least this likely. */
  public static StoredPicture labelled(
      StoredPicture picture, Prediction prediction, float threshold) {
    if (prediction.probabilities() == null) {
      return picture;
    }
    return picture.toBuilder().labels(prediction.labels(MOST_CLASSES, threshold)).build();
  }

  /** What people and the file say of a picture that has no pixels, or none that were looked at. */
  public static StoredPicture said(Picture picture) {
    String id = Objects.requireNonNull(picture.id(), "a picture known by its vector needs an id");
    Found alone = new Found(picture, null, null, false);
    return said(new StoredPicture.Builder(id), alone, Map.of(), PhotoMetadata.NONE).build();
  }

  /**
   * Writes what people and the file say of a picture, and where it was found.
   *
   * @param words what manifest and sidecar say of it
   */
  static StoredPicture.Builder said(
      StoredPicture.Builder stored,
      Found found,
      Map<String, String> words,
      PhotoMetadata metadata) {
    Picture picture = found.picture();
    Map<String, String> said = new TreeMap<>(words);
    Words.addFile(said, metadata);
    Long fileTaken = metadata.taken().isPresent() ? metadata.taken().getAsLong() : null;
    return stored
        .source(found.source())
        .root(found.root() == null ? null : found.root().toString())
        .folder(found.folder())
        .taken(picture.taken() != null ? (Long) picture.taken().getEpochSecond() : fileTaken)
        .caption(
            picture.caption() != null ? picture.caption() : metadata.caption().orElse(null),
            picture.caption() != null ? Origin.PERSON : Origin.FILE,
            picture.language())
        .place(picture.place() != null ? picture.place() : metadata.place().orElse(null))
        .keywords(keywords(picture.keywords(), metadata.keywords()))
        .extra(picture.extra())
        .said(said)
        .given(Words.given(words));
  }

  /** Each tag once: a person's goes before the file's. */
  static List<Keyword> keywords(List<String> person, List<String> file) {
    List<Keyword> keywords = new ArrayList<>();
    Set<String> folded = new HashSet<>();
    for (String tag : person) {
      if (folded.add(Folding.fold(tag))) {
        keywords.add(new Keyword(tag, Origin.PERSON));
      }
    }
    for (String tag : file) {
      // A file may hold anything: what is no tag must not cost the picture.
      String cut = tag.substring(0, Math.min(tag.length(), StoredPicture.LONGEST_KEYWORD));
      if (!Folding.fold(cut).isEmpty() && folded.add(Folding.fold(cut))) {
        keywords.add(new Keyword(cut, Origin.FILE));
      }
    }
    return keywords;
  }

  private static String id(Picture picture, String hash) {
    if (picture.id() != null) {
      return picture.id();
    }
    return picture.file() == null ? hash : Walk.slashed(picture.file());
  }

  private static byte[] bytes(Picture picture) throws IOException {
    if (picture.bytes() != null) {
      return picture.bytes();
    }
    Path file = Objects.requireNonNull(picture.file(), "a picture needs pixels");
    try {
      attributes(file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
    return Files.readAllBytes(file);
  }

  private static @Nullable Long modified(@Nullable Path file) throws IOException {
    return file == null ? null : Files.getLastModifiedTime(file).toMillis();
  }
}
