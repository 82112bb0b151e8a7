package org.ocellus.solr;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
 * @param vector a dense vector field, gets the embedding
 * @param label gets the names of predicted classes and what they are kinds of
 * @param labelThreshold the least probability of those
 * @param width gets the picture's width in pixels, as it is shown
 * @param height gets its height
 * @param taken a date field, gets when the file says that it was taken
 * @param place a field for latitude and longitude, gets where
 * @param keyword gets the tags that the file carries
 * @param caption gets the caption that the file carries
 * @param keep whether the picture stays in the document
 * @param skip whether a document of a broken picture is indexed without what is seen of it, instead
 *     of being refused
 * @param batch how many pictures go through the network at once
 * @param model folder of the network; null for the one that lies beside the plugin
 */
record ImageFields(
    @Nullable String image,
    @Nullable String path,
    PictureBytes pictures,
    String vector,
    @Nullable String label,
    float labelThreshold,
    @Nullable String width,
    @Nullable String height,
    @Nullable String taken,
    @Nullable String place,
    @Nullable String keyword,
    @Nullable String caption,
    boolean keep,
    boolean skip,
    int batch,
    @Nullable Path model) {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          List.of(
              "image",
              "path",
              "roots",
              "vector",
              "label",
              "labelThreshold",
              "width",
              "height",
              "taken",
              "place",
              "keyword",
              "caption",
              "keep",
              "onError",
              "batch",
              "model"));

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
    if (image == null && path == null) {
      throw wrong("needs \"image\" or \"path\": the field that holds the picture, or its path");
    }
    String vector = text(args, "vector");
    if (vector == null) {
      throw wrong("needs \"vector\": the dense vector field to fill");
    }
    String onError = args.get("onError") == null ? "fail" : text(args, "onError");
    if (!List.of("fail", "skip").contains(onError)) {
      throw wrong("onError is fail or skip, got \"%s\"".formatted(onError));
    }
    int batch = (int) number(args, "batch", 16);
    if (batch < 1) {
      throw wrong("batch must be >= 1, got " + batch);
    }
    float threshold = (float) number(args, "labelThreshold", 0.5);
    if (!(threshold > 0)) {
      throw wrong("labelThreshold must be > 0, got " + threshold);
    }
    List<Path> roots = roots(args);
    if (path != null && roots.isEmpty()) {
      throw wrong("needs \"roots\" beside \"path\": the only folders that pictures are read from");
    }
    String model = text(args, "model");
    return new ImageFields(
        image,
        path,
        new PictureBytes(roots),
        vector,
        text(args, "label"),
        threshold,
        text(args, "width"),
        text(args, "height"),
        text(args, "taken"),
        text(args, "place"),
        text(args, "keyword"),
        text(args, "caption"),
        !Boolean.FALSE.equals(args.getBooleanArg("keep")),
        "skip".equals(onError),
        batch,
        model == null ? null : Path.of(model));
  }

  private static List<Path> roots(NamedList<?> args) {
    List<Path> roots = new ArrayList<>();
    for (Object value : args.getAll("roots")) {
      for (Object root : value instanceof Collection<?> all ? all : List.of(value)) {
        Path folder = Path.of(root.toString());
        if (!folder.isAbsolute()) {
          throw wrong("roots must be absolute, got \"%s\"".formatted(root));
        }
        roots.add(folder);
      }
    }
    return roots;
  }

  private static double number(NamedList<?> args, String name, double usual) {
    Object value = args.get(name);
    try {
      return value == null ? usual : Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      throw wrong("%s must be a number, got \"%s\"".formatted(name, value));
    }
  }

  /** All fields that are filled with what is seen of a picture, and not with what its file says. */
  List<String> derived() {
    return Stream.of(vector, label, width, height).filter(Objects::nonNull).toList();
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
