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
import org.ocellus.trainer.network.MisfitException;
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
    Preprocessing read = checked(preprocessingJson, architecture.network().input());
    cacheSize = cacheSize == null ? read.width() : cacheSize;
    if (cacheSize < read.width()) {
      throw new MisfitException(
          "'cacheSize' must be at least the network's input of %d, got %d"
              .formatted(read.width(), cacheSize),
          "cacheSize");
    }
    checkSize(read, cacheSize, "cacheSize");
    TrainingSpec.Progressive progressive = training.progressive();
    if (progressive != null) {
      if (progressive.size() >= read.width()) {
        throw new MisfitException(
            "the size of 'progressive' must be less than the network's input of %d, got %d"
                .formatted(read.width(), progressive.size()),
            "training");
      }
      checkSize(read, progressive.size(), "training");
    }
    if (sources.isEmpty()) {
      throw new MisfitException(
          "'sources' is empty; name at least one source of pictures", "sources");
    }
    for (int s = 0; s < sources.size(); s++) {
      checkSource(sources.get(s), s, task);
    }
    if (task.learnsLabels() && !validation.labels().isEmpty()) {
      throw new MisfitException(
          "'validation' holds out labels, which this task then could not learn; hold out a share,"
              + " such as 0.02",
          "validation");
    }
  }

  private static void checkSize(Preprocessing preprocessing, int size, String property) {
    try {
      OtherSize.of(preprocessing, size);
    } catch (IllegalArgumentException e) {
      throw new MisfitException(String.valueOf(e.getMessage()), property);
    }
  }

  private static Preprocessing checked(JsonNode json, Shape input) {
    Preprocessing read;
    try {
      read = Preprocessing.fromJson(json.toString());
    } catch (IllegalArgumentException e) {
      throw new MisfitException(String.valueOf(e.getMessage()), "preprocessing");
    }
    if (!input.equals(new Shape(3, read.height(), read.width()))) {
      throw new MisfitException(
          "'preprocessing' gives pictures of 3 × %d × %d, but 'network' takes %s; make 'crop_size' and the network's input equal"
              .formatted(read.height(), read.width(), input),
          "preprocessing");
    }
    if (read.height() != read.width()) {
      throw new MisfitException(
          "the trainer takes square pictures, but 'preprocessing' gives %d × %d"
              .formatted(read.height(), read.width()),
          "preprocessing");
    }
    if (!read.filters().isEmpty()) {
      throw new MisfitException(
          "'preprocessing' has filters, which the trainer does not apply; leave them out",
          "preprocessing");
    }
    return read;
  }

  private static void checkSource(PictureSource source, int number, TaskSpec task) {
    boolean mixes = source.augmentation().find(Mixing.class).isPresent();
    boolean bringsOthers = mixes || source.augmentation().find(Background.class).isPresent();
    String problem = null;
    if (task instanceof TaskSpec.Regression && source.targets().isEmpty()) {
      problem =
          "it has no 'targets', which a regression learns; give a 'manifest' and list there the"
              + " names of its numbers";
    } else if (task instanceof TaskSpec.Embedding && mixes) {
      problem = "'mixing' mixes targets, which an embedding does not have; leave it out";
    } else if (task instanceof TaskSpec.Distillation && bringsOthers) {
      // A teacher is asked once about each crop, which must then show that picture alone.
      problem = "'background' and 'mixing' bring in other pictures; a distillation goes without";
    }
    if (problem != null) {
      throw new MisfitException("source '" + source.name() + "': " + problem, "sources", number);
    }
  }

  /** What happens to a picture before the network sees it. */
  public Preprocessing preprocessing() {
    return Preprocessing.fromJson(preprocessingJson.toString());
  }

  /** What happens to a picture before it is cached. */
  public Preprocessing cachedPreprocessing() {
    return OtherSize.of(preprocessing(), Objects.requireNonNull(cacheSize));
  }

  /**
   * What happens to a picture before the network sees it while training.
   *
   * @param epoch from 1
   */
  public Preprocessing preprocessing(int epoch) {
    TrainingSpec.Progressive progressive = training.progressive();
    return progressive != null && epoch <= progressive.until() * training.epochs()
        ? OtherSize.of(preprocessing(), progressive.size())
        : preprocessing();
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
