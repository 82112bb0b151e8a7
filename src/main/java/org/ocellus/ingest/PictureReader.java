package org.ocellus.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.ocellus.model.Label;
import org.ocellus.model.Prediction;

/** Turns pictures into what the index keeps of them and what the network sees of them. */
public final class PictureReader {
  private static final int MOST_LABELS = 5;

  private final ImageDecoder decoder;
  private final Preprocessing preprocessing;

  public PictureReader(ImageDecoder decoder, Preprocessing preprocessing) {
    this.decoder = decoder;
    this.preprocessing = preprocessing;
  }

  /**
   * A picture read and ready for the network.
   *
   * @param stored what the index keeps of it, predictions still missing
   * @param tensor what the network sees of it
   */
  public record Ready(StoredPicture stored, Tensor tensor) {}

  /**
   * Reads a picture: its file, metadata and pixels.
   *
   * @throws IOException if it cannot be read or decoded
   */
  public Ready read(Picture picture) throws IOException {
    byte[] bytes = bytes(picture);
    return read(new Found(picture, null, null), bytes, modified(picture.file()), new StageClock());
  }

  /** Reads a picture whose bytes are at hand. */
  Ready read(Found found, byte[] bytes, @Nullable Long modified, StageClock clock)
      throws IOException {
    Picture picture = found.picture();
    String name = picture.describe();
    RgbImage image;
    StoredPicture stored;
    try (StageClock.Span span = clock.start(Stage.DECODE)) {
      String hash = Fingerprint.sha256(bytes);
      image = preprocessing.decode(decoder, bytes, name);
      ImageHeader header = ImageHeader.read(bytes, name);
      boolean turned = header.orientation().swapsSides();
      PhotoMetadata metadata = PhotoMetadata.read(bytes, name);
      stored =
          said(StoredPicture.of(id(picture, hash)).toBuilder(), found, metadata)
              .hash(hash)
              .phash(PerceptualHash.of(image))
              .size(
                  turned ? header.height() : header.width(),
                  turned ? header.width() : header.height())
              .file(bytes.length, modified)
              .build();
    }
    try (StageClock.Span span = clock.start(Stage.PREPROCESSING)) {
      return new Ready(stored, preprocessing.apply(image));
    }
  }

  /** Adds what the network said: classes at least this likely. */
  public static StoredPicture labelled(
      StoredPicture picture, Prediction prediction, float threshold) {
    if (prediction.probabilities() == null) {
      return picture;
    }
    List<Label> labels =
        prediction.top(MOST_LABELS).stream()
            .filter(label -> label.probability() >= threshold)
            .toList();
    return picture.toBuilder().labels(labels).build();
  }

  /** What people and the file say of a picture that has no pixels, or none that were looked at. */
  public static StoredPicture said(Picture picture) {
    String id = Objects.requireNonNull(picture.id(), "a picture known by its vector needs an id");
    return said(new StoredPicture.Builder(id), new Found(picture, null, null), PhotoMetadata.NONE)
        .build();
  }

  private static StoredPicture.Builder said(
      StoredPicture.Builder stored, Found found, PhotoMetadata metadata) {
    Picture picture = found.picture();
    if (picture.file() != null) {
      stored.source(picture.file().toAbsolutePath().normalize().toString());
    }
    if (picture.taken() != null) {
      stored.taken(picture.taken().getEpochSecond());
    } else {
      metadata.taken().ifPresent(stored::taken);
    }
    if (picture.caption() != null) {
      stored.caption(picture.caption(), Origin.PERSON);
    } else {
      metadata.caption().ifPresent(caption -> stored.caption(caption, Origin.FILE));
    }
    return stored
        .root(found.root() == null ? null : found.root().toString())
        .folder(found.folder())
        .place(picture.place() != null ? picture.place() : metadata.place().orElse(null))
        .keywords(keywords(picture.keywords(), metadata.keywords()))
        .extra(picture.extra())
        .given(given(picture));
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

  /** A hash of all that people say of a picture; null if they say nothing. */
  static @Nullable Long given(Picture picture) {
    if (picture.keywords().isEmpty()
        && picture.caption() == null
        && picture.taken() == null
        && picture.place() == null
        && picture.extra().isEmpty()) {
      return null;
    }
    String all =
        String.join(
            "\u0000",
            picture.keywords().toString(),
            String.valueOf(picture.caption()),
            String.valueOf(picture.taken()),
            String.valueOf(picture.place()),
            new TreeMap<>(picture.extra()).toString());
    return Long.parseUnsignedLong(
        Fingerprint.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, 16), 16);
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
    return Files.readAllBytes(Objects.requireNonNull(picture.file(), "a picture needs pixels"));
  }

  private static @Nullable Long modified(@Nullable Path file) throws IOException {
    return file == null ? null : Files.getLastModifiedTime(file).toMillis();
  }
}
