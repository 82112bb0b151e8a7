package org.ocellus.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading and writing {@code preprocessor_config.json}. */
final class PreprocessingJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LEAST_SQUEEZED = 384;

  private PreprocessingJson() {}

  static Preprocessing read(String json, String source) {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new IllegalArgumentException("the content must be a JSON object");
      }
      return read(withoutShare(new JsonFields(root)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          source + ": not JSON: " + e.getOriginalMessage() + "; mend or export it again", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private static Preprocessing read(JsonFields fields) {
    refuseWhatIsNotDone(fields);
    boolean crops = fields.flag("do_center_crop", fields.has("crop_size"));
    boolean resizes = fields.flag("do_resize", fields.has("size"));
    boolean normalizes = fields.flag("do_normalize", fields.has("image_mean"));
    boolean rescales = fields.flag("do_rescale", true);
    Optional<Resize> resize = resizes ? Optional.of(resize(fields, crops)) : Optional.empty();
    List<Filter> filters = new ArrayList<>();
    for (JsonNode filter : fields.list("filters")) {
      filters.add(FilterJson.read(new JsonFields(filter)));
    }
    JsonFields ours = fields.object("ocellus");
    return new Preprocessing(
        resize,
        Resampling.fromPil(fields.integer("resample", Resampling.BILINEAR.pil())),
        crops ? Optional.of(crop(fields)) : Optional.empty(),
        filters,
        rescales ? Optional.of(fields.number("rescale_factor", 1 / 255.0)) : Optional.empty(),
        normalizes
            ? Optional.of(
                new Normalization(fields.numbers("image_mean"), fields.numbers("image_std")))
            : Optional.empty(),
        ours.flag("reduced_decoding", false));
  }

  /**
   * ConvNext's processor, which ResNets use too, says by a share ({@code crop_pct}) what others say
   * by {@code crop_size}; pictures of {@value #LEAST_SQUEEZED} and more lose their proportions.
   */
  private static JsonFields withoutShare(JsonFields fields) {
    if (!fields.has("crop_pct") || !fields.flag("do_resize", true)) {
      return fields;
    }
    double share = fields.number("crop_pct", 1);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("crop_pct must be above 0 and at most 1, got " + share);
    }
    int edge =
        fields.isNumber("size")
            ? fields.integer("size", 0)
            : fields.object("size").integer("shortest_edge", 0);
    boolean keeps = edge < LEAST_SQUEEZED;
    ObjectNode root = fields.node().deepCopy();
    root.put("do_center_crop", keeps);
    if (keeps) {
      root.putObject("size").put("shortest_edge", (int) (edge / share));
      root.put("crop_size", edge);
    } else {
      root.putObject("size").put("height", edge).put("width", edge);
    }
    return new JsonFields(root);
  }

  /** Settings that change pixels and are not computed here must not pass in silence. */
  private static void refuseWhatIsNotDone(JsonFields fields) {
    for (String field : List.of("do_flip_channel_order", "rescale_offset", "do_thumbnail")) {
      if (fields.flag(field, false)) {
        throw new IllegalArgumentException(
            field + " is not supported; export the model without it (false)");
      }
    }
    if (fields.flag("do_pad", false) && !fields.object("size").has("longest_edge")) {
      throw new IllegalArgumentException(
          "do_pad is supported with size.longest_edge alone; set do_pad to false");
    }
  }

  private static Resize resize(JsonFields fields, boolean crops) {
    if (fields.isNumber("size")) {
      // The older form: its meaning depended on the processor's class, which crops or squares.
      int size = fields.integer("size", 0);
      return crops ? new Resize.ShortestEdge(size) : new Resize.Exact(size, size);
    }
    JsonFields size = fields.object("size");
    if (size.has("shortest_edge") && !size.has("longest_edge")) {
      return new Resize.ShortestEdge(size.integer("shortest_edge", 0));
    }
    if (size.has("longest_edge") && !size.has("shortest_edge")) {
      return new Resize.LongestEdge(size.integer("longest_edge", 0));
    }
    if (size.has("height") && size.has("width")) {
      return new Resize.Exact(size.integer("height", 0), size.integer("width", 0));
    }
    throw new IllegalArgumentException(
        "size must hold shortest_edge, or height and width, or longest_edge, got " + size);
  }

  private static CenterCrop crop(JsonFields fields) {
    if (fields.isNumber("crop_size")) {
      int side = fields.integer("crop_size", 0);
      return new CenterCrop(side, side);
    }
    JsonFields crop = fields.object("crop_size");
    if (!crop.has("height") || !crop.has("width")) {
      throw new IllegalArgumentException(
          "crop_size must be a number or hold height and width, got " + crop);
    }
    return new CenterCrop(crop.integer("height", 0), crop.integer("width", 0));
  }

  static String write(Preprocessing settings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("do_convert_rgb", true);
    root.put("do_resize", settings.resize().isPresent());
    settings.resize().ifPresent(resize -> writeSize(root.putObject("size"), resize));
    root.put("resample", settings.resampling().pil());
    root.put("do_center_crop", settings.crop().isPresent());
    settings
        .crop()
        .ifPresent(
            crop ->
                root.putObject("crop_size")
                    .put("height", crop.height())
                    .put("width", crop.width()));
    root.put("do_rescale", settings.rescale().isPresent());
    settings.rescale().ifPresent(factor -> root.put("rescale_factor", factor));
    root.put("do_normalize", settings.normalization().isPresent());
    settings
        .normalization()
        .ifPresent(
            n -> {
              n.mean().forEach(root.putArray("image_mean")::add);
              n.std().forEach(root.putArray("image_std")::add);
            });
    if (!settings.filters().isEmpty()) {
      var filters = root.putArray("filters");
      settings.filters().forEach(filter -> FilterJson.write(filter, filters.addObject()));
    }
    root.putObject("ocellus").put("reduced_decoding", settings.reducedDecoding());
    return root.toString();
  }

  private static void writeSize(ObjectNode node, Resize resize) {
    switch (resize) {
      case Resize.ShortestEdge shortest -> node.put("shortest_edge", shortest.edge());
      case Resize.Exact exact -> node.put("height", exact.height()).put("width", exact.width());
      case Resize.LongestEdge longest -> node.put("longest_edge", longest.edge());
    }
  }
}
