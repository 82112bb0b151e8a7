package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.augmentation.Background;
import org.ocellus.trainer.augmentation.Mixing;
import org.ocellus.trainer.data.PictureSource;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.Shape;

/**
 * What to train and how.
 *
 * @param name the model's name
 * @param summary one sentence for the model card
 * @param limits what the model is bad at, for the model card
 * @param architecture the network, to which the task adds its head
 * @param preprocessingJson what happens to a picture before the network sees it, with the
 *     properties of {@code preprocessor_config.json}
 * @param cacheSize width and height that decoded pictures are kept at, to cut crops from; by
 *     default the network's input's
 * @param sources the labelled pictures
 * @param validation which pictures are held out to measure on
 * @param task what the network learns to do
 * @param training how the network is trained
 */
public record Recipe(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String summary,
    @Nullable List<String> limits,
    @JsonProperty(value = "network", required = true) Architecture architecture,
    @JsonProperty(value = "preprocessing", required = true) JsonNode preprocessingJson,
    @Nullable Integer cacheSize,
    @JsonProperty(required = true) List<PictureSource> sources,
    @JsonProperty(required = true) ValidationSpec validation,
    @JsonProperty(required = true) TaskSpec task,
    @JsonProperty(required = true) TrainingSpec training) {

  /** Checks that the parts fit together. */
  public Recipe {
    limits = limits == null ? List.of() : List.copyOf(limits);
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "'sources' is empty; name at least one source of pictures");
    }
    Preprocessing read = Preprocessing.fromJson(preprocessingJson.toString());
    Shape input = architecture.network().input();
    if (!input.equals(new Shape(3, read.height(), read.width()))) {
      throw new IllegalArgumentException(
          "'preprocessing' gives pictures of 3 × "
              + read.height()
              + " × "
              + read.width()
              + ", but 'network' takes "
              + input
              + "; make 'crop_size' and the network's input equal");
    }
    if (read.height() != read.width()) {
      throw new IllegalArgumentException(
          "the trainer takes square pictures, but 'preprocessing' gives "
              + read.height()
              + " × "
              + read.width());
    }
    cacheSize = cacheSize == null ? read.width() : cacheSize;
    LargerCopies.of(read, cacheSize);
    if (!(task instanceof TaskSpec.Classification || task instanceof TaskSpec.Regression)
        && sources.stream().anyMatch(s -> s.augmentation().find(Mixing.class).isPresent())) {
      throw new IllegalArgumentException(
          "'mixing' mixes targets, which only classification and regression have; leave it out");
    }
    if (!read.filters().isEmpty()) {
      throw new IllegalArgumentException(
          "'preprocessing' has filters, which the trainer does not apply; leave them out");
    }
    if (task instanceof TaskSpec.Distillation) {
      sources.forEach(Recipe::requireFixedCrops);
    }
  }

  /** A teacher is asked once about each crop, which must then show that picture alone. */
  private static void requireFixedCrops(PictureSource source) {
    if (source.augmentation().find(Background.class).isPresent()
        || source.augmentation().find(Mixing.class).isPresent()) {
      throw new IllegalArgumentException(
          "source '%s' varies 'background' or 'mixing', which bring in other pictures; leave them out of a distillation"
              .formatted(source.name()));
    }
  }

  /** What happens to a picture before the network sees it. */
  public Preprocessing preprocessing() {
    return Preprocessing.fromJson(preprocessingJson.toString());
  }

  /** What happens to a picture before it is cached. */
  public Preprocessing cachedPreprocessing() {
    return LargerCopies.of(preprocessing(), Objects.requireNonNull(cacheSize));
  }

  /** The same recipe with another number of epochs. */
  public Recipe withEpochs(int epochs) {
    return new Recipe(
        name,
        summary,
        limits,
        architecture,
        preprocessingJson,
        cacheSize,
        sources,
        validation,
        task,
        training.withEpochs(epochs));
  }
}
