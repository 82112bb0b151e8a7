package org.ocellus.trainer.augmentation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are varied at random during training. What a recipe does not name is left as it is.
 *
 * @param variations at most one of each kind, in the order in which they act
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public record Augmentation(List<Variation> variations) {
  /** No variation at all. */
  public static final Augmentation NONE = new Augmentation(List.of());

  private static final List<Class<? extends Variation>> ORDER =
      List.of(
          Rotation.class,
          Scale.class,
          Translation.class,
          Flip.class,
          Background.class,
          Viewpoint.class,
          Lighting.class,
          Cover.class,
          Occlusion.class,
          Mixing.class);

  /** Puts the variations in order and refuses two of one kind. */
  public Augmentation {
    variations =
        variations.stream()
            .sorted((a, b) -> ORDER.indexOf(a.getClass()) - ORDER.indexOf(b.getClass()))
            .toList();
    for (int i = 1; i < variations.size(); i++) {
      if (variations.get(i).getClass() == variations.get(i - 1).getClass()) {
        throw new IllegalArgumentException(
            "'" + variations.get(i).name() + "' is there twice; leave one out");
      }
    }
  }

  /** Some variations, in any order. */
  public static Augmentation of(Variation... variations) {
    return new Augmentation(List.of(variations));
  }

  /** As in a recipe: one property for each kind of variation. */
  @JsonCreator
  static Augmentation read(
      @JsonProperty("rotation") @Nullable Double rotation,
      @JsonProperty("scale") @Nullable Scale scale,
      @JsonProperty("translation") @Nullable Double translation,
      @JsonProperty("flip") @Nullable Double flip,
      @JsonProperty("background") @Nullable Background background,
      @JsonProperty("viewpoint") @Nullable Viewpoint viewpoint,
      @JsonProperty("lighting") @Nullable Lighting lighting,
      @JsonProperty("cover") @Nullable Cover cover,
      @JsonProperty("occlusion") @Nullable Occlusion occlusion,
      @JsonProperty("mixing") @Nullable Mixing mixing) {
    return new Augmentation(
        Stream.of(
                rotation == null ? null : new Rotation(rotation),
                scale,
                translation == null ? null : new Translation(translation),
                flip == null ? null : new Flip(flip),
                background,
                viewpoint,
                lighting,
                cover,
                occlusion,
                mixing)
            .filter(Objects::nonNull)
            .<Variation>map(Objects::requireNonNull)
            .toList());
  }

  /** The variation of a kind. */
  public <T extends Variation> Optional<T> find(Class<T> kind) {
    return all(kind).findFirst();
  }

  /**
   * The same without what changes colours or covers parts: what decides what a fixed crop shows.
   */
  public Augmentation geometry() {
    return new Augmentation(
        variations.stream()
            .filter(variation -> !(variation instanceof Lighting || variation instanceof Cover))
            .toList());
  }

  <T extends Variation> Stream<T> all(Class<T> kind) {
    return variations.stream().filter(kind::isInstance).map(kind::cast);
  }
}
