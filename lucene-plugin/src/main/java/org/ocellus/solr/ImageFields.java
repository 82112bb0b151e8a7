package org.ocellus.solr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.util.NamedList;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a document hold a picture, and which are filled with what is seen of it. Those
 * that are null are not used.
 *
 * @param image holds the picture, as bytes or base64
 * @param path holds the path of its file, below one of the {@code roots}
 * @param url holds its address, on one of the {@code hosts}
 * @param files reads those with a path
 * @param download reads those with an address; null where none is fetched
 * @param seen get what a network sees
 * @param said get what the picture's file says
 * @param keep whether the picture stays in the document
 * @param skip whether a document of a broken picture is indexed without what is seen of it, instead
 *     of being refused
 * @param batch how many pictures go through the network at once
 */
record ImageFields(
    @Nullable String image,
    @Nullable String path,
    @Nullable String url,
    PictureBytes files,
    @Nullable PictureDownload download,
    Seen seen,
    Said said,
    boolean keep,
    boolean skip,
    int batch) {
  private static final String MODEL = "model";
  private static final Set<String> KNOWN =
      new TreeSet<>(
          List.of(
              "image",
              "path",
              "roots",
              "url",
              "hosts",
              "fetchMillis",
              "vector",
              "textVector",
              "label",
              "labelThreshold",
              "generatedCaption",
              "captionConfidence",
              "hash",
              "width",
              "height",
              "taken",
              "place",
              "keyword",
              "caption",
              "keep",
              "onError",
              "batch",
              MODEL));

  /**
   * Fields for what a network sees of a picture, and its pixels.
   *
   * @param vector a dense vector field, gets the embedding
   * @param textVector a dense vector field, gets the place among sentences
   * @param label gets the names of predicted classes and what they are kinds of
   * @param labelThreshold the least probability of those
   * @param generatedCaption gets a sentence that the network writes, where nobody else wrote one
   * @param captionConfidence gets how sure it is, in (0, 1]
   * @param hash a long field, gets the perceptual hash
   * @param width gets the picture's width in pixels, as it is shown
   * @param height gets its height
   */
  record Seen(
      String vector,
      @Nullable String textVector,
      @Nullable String label,
      float labelThreshold,
      @Nullable String generatedCaption,
      @Nullable String captionConfidence,
      @Nullable String hash,
      @Nullable String width,
      @Nullable String height) {

    /** All of them. */
    List<String> names() {
      return Stream.of(
              vector, textVector, label, generatedCaption, captionConfidence, hash, width, height)
          .filter(Objects::nonNull)
          .toList();
    }
  }

  /**
   * Fields for what a picture's file says of itself.
   *
   * @param taken a date field, gets when it was taken
   * @param place a field for latitude and longitude, gets where
   * @param keyword gets the tags
   * @param caption gets the caption
   */
  record Said(
      @Nullable String taken,
      @Nullable String place,
      @Nullable String keyword,
      @Nullable String caption) {}

  /**
   * Reads the arguments of a processor in {@code solrconfig.xml}.
   *
   * @throws SolrException if one is unknown, missing or out of its range
   */
  static ImageFields of(NamedList<?> args) {
    args.forEach(
        (name, value) -> {
          if (!KNOWN.contains(name)) {
            throw wrong("has no argument \"%s\"; it knows %s".formatted(name, KNOWN));
          }
        });
    String image = text(args, "image");
    String path = text(args, "path");
    String url = text(args, "url");
    if (image == null && path == null && url == null) {
      throw wrong(
          "needs \"image\", \"path\" or \"url\": the field that holds the picture, or where it is");
    }
    List<Path> roots = roots(args);
    if (path != null && roots.isEmpty()) {
      throw wrong("needs \"roots\" beside \"path\": the only folders that pictures are read from");
    }
    String onError = args.get("onError") == null ? "fail" : text(args, "onError");
    if (!List.of("fail", "skip").contains(onError)) {
      throw wrong("onError is fail or skip, got \"%s\"".formatted(onError));
    }
    int batch = (int) number(args, "batch", 16);
    if (batch < 1) {
      throw wrong("batch must be >= 1, got " + batch);
    }
    return new ImageFields(
        image,
        path,
        url,
        new PictureBytes(roots),
        url == null ? null : download(args),
        seen(args),
        new Said(
            text(args, "taken"), text(args, "place"), text(args, "keyword"), text(args, "caption")),
        !Boolean.FALSE.equals(args.getBooleanArg("keep")),
        "skip".equals(onError),
        batch);
  }

  private static Seen seen(NamedList<?> args) {
    String vector = text(args, "vector");
    if (vector == null) {
      throw wrong("needs \"vector\": the dense vector field to fill");
    }
    float threshold = (float) number(args, "labelThreshold", SeenPicture.LABEL_THRESHOLD);
    if (!(threshold > 0)) {
      throw wrong("labelThreshold must be > 0, got " + threshold);
    }
    if (text(args, "captionConfidence") != null && text(args, "generatedCaption") == null) {
      throw wrong("needs \"generatedCaption\" beside \"captionConfidence\"");
    }
    return new Seen(
        vector,
        text(args, "textVector"),
        text(args, "label"),
        threshold,
        text(args, "generatedCaption"),
        text(args, "captionConfidence"),
        text(args, "hash"),
        text(args, "width"),
        text(args, "height"));
  }

  private static PictureDownload download(NamedList<?> args) {
    Set<String> hosts = new LinkedHashSet<>(texts(args, "hosts"));
    if (hosts.isEmpty()) {
      throw wrong("needs \"hosts\" beside \"url\": the only hosts that pictures are fetched from");
    }
    double millis = number(args, "fetchMillis", 10_000);
    if (!(millis >= 1)) {
      throw wrong("fetchMillis must be >= 1, got " + millis);
    }
    return new PictureDownload(hosts, Duration.ofMillis((long) millis));
  }

  private static List<Path> roots(NamedList<?> args) {
    List<Path> roots = new ArrayList<>();
    for (String root : texts(args, "roots")) {
      Path folder = Path.of(root);
      if (!folder.isAbsolute()) {
        throw wrong("roots must be absolute, got \"%s\"".formatted(root));
      }
      roots.add(folder);
    }
    return roots;
  }

  private static List<String> texts(NamedList<?> args, String name) {
    List<String> texts = new ArrayList<>();
    for (Object value : args.getAll(name)) {
      for (Object each : value instanceof Collection<?> all ? all : List.of(value)) {
        texts.add(each.toString());
      }
    }
    return texts;
  }

  private static double number(NamedList<?> args, String name, double usual) {
    Object value = args.get(name);
    try {
      return value == null ? usual : Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      throw wrong("%s must be a number, got \"%s\"".formatted(name, value));
    }
  }

  /** The fields that may hold a picture, or where it is. */
  List<String> sources() {
    return Stream.of(image, path, url).filter(Objects::nonNull).toList();
  }

  private static @Nullable String text(NamedList<?> args, String name) {
    Object value = args.get(name);
    return value == null ? null : value.toString();
  }

  private static SolrException wrong(String what) {
    return new SolrException(
        SolrException.ErrorCode.SERVER_ERROR, "ImageUpdateProcessorFactory " + what);
  }
}
