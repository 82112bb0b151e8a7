package org.ocellus.trainer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.trainer.augmentation.Augmentation;
import org.ocellus.trainer.augmentation.Augmenter;
import org.ocellus.trainer.augmentation.Lighting;
import org.ocellus.trainer.augmentation.Mixing;
import org.ocellus.trainer.augmentation.Normalisation;
import org.ocellus.trainer.augmentation.Variation;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureSource;
import org.ocellus.trainer.explain.Painting;
import org.ocellus.trainer.explain.Sheet;
import org.ocellus.trainer.recipe.Recipe;

/** A page that shows what a recipe's augmentations do to its pictures. */
final class AugmentationSheet {
  private static final int SHOWN = 6;
  private static final int DRAWN = 120;
  private static final int PICTURES = 12;
  private static final int ROWS_AS_TRAINED = 3;
  private static final int SIDE = 132;

  private final Recipe recipe;
  private final Dataset dataset;
  private final Normalisation normalisation;
  private final int from;
  private final int to;

  AugmentationSheet(Recipe recipe, Dataset dataset) {
    this.recipe = recipe;
    this.dataset = dataset;
    normalisation = Normalisation.of(recipe.preprocessing());
    from = recipe.cachedPreprocessing().width();
    to = recipe.preprocessing().width();
  }

  /**
   * Draws the page.
   *
   * @throws IOException if it cannot be drawn or written
   */
  void write(Path file) throws IOException {
    Sheet sheet =
        new Sheet("Augmentation of " + recipe.name())
            .text(
                "Left the picture as the network would see it in use. Beside it what chance makes of"
                    + " it, drawn "
                    + DRAWN
                    + " times and shown from the least to the greatest change.");
    for (int s = 0; s < dataset.sources().size(); s++) {
      PictureSource source = dataset.sources().get(s);
      List<byte[]> pictures = pictures(s);
      Augmentation all = source.augmentation();
      for (Map.Entry<String, Variation> variation : byCaption(all).entrySet()) {
        Draws draws = new Draws(Augmentation.of(variation.getValue()), pictures, 0);
        sheet.heading(source.name() + ", " + variation.getKey()).tiles(tiles(draws.byStrength()));
      }
      sheet.heading(source.name() + ", everything together, as trained");
      for (int i = 0; i < Math.min(ROWS_AS_TRAINED, pictures.size()); i++) {
        sheet.tiles(tiles(new Draws(all, pictures, i).first()));
      }
    }
    sheet.write(file);
  }

  private static Map<String, Variation> byCaption(Augmentation augmentation) {
    Map<String, Variation> captioned = new LinkedHashMap<>();
    for (Variation variation : augmentation.variations()) {
      if (variation instanceof Lighting lighting) {
        lighting
            .parts()
            .forEach((name, part) -> captioned.put(lighting.name() + ": " + rounded(name), part));
      } else {
        String record = variation.toString();
        String parameters = record.substring(record.indexOf('[') + 1, record.length() - 1);
        captioned.put(variation.name() + ": " + rounded(parameters.replace('=', ' ')), variation);
      }
    }
    return captioned;
  }

  private static String rounded(String numbers) {
    return numbers.replaceAll("\\.0\\b", "");
  }

  private List<Sheet.Tile> tiles(Stream<float[]> pictures) {
    return pictures.map(this::tile).toList();
  }

  private Sheet.Tile tile(float[] picture) {
    BufferedImage drawn = Painting.of(new RgbImage(to, to, normalisation.invert(picture)));
    int side = to * Math.max(1, SIDE / to); // small pictures by whole pixels
    return new Sheet.Tile(List.of(Painting.fitted(drawn, Math.min(side, SIDE), side > SIDE)), "");
  }

  /** Some pictures of a source, from all over it, at the cache's size. */
  private List<byte[]> pictures(int source) throws IOException {
    int[] items =
        IntStream.range(0, dataset.size()).filter(i -> dataset.sourceOf(i) == source).toArray();
    Preprocessing cached = recipe.cachedPreprocessing();
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(PICTURES, items.length); i++) {
      int item = items[(int) ((long) i * items.length / PICTURES)];
      RgbImage decoded = dataset.pictures().get(item).decode(cached);
      pictures.add(cached.geometry(decoded).rgb());
    }
    return pictures;
  }

  /** What an augmentation makes of one picture; the others serve as backgrounds and for mixing. */
  private final class Draws {
    private final Augmenter augmenter;
    private final Augmenter neutral = augmenter(Augmentation.NONE);
    private final Mixing mixing;
    private final List<byte[]> pictures;
    private final int number;

    Draws(Augmentation augmentation, List<byte[]> pictures, int number) {
      augmenter = augmenter(augmentation);
      mixing = augmentation.find(Mixing.class).orElse(new Mixing(null, null));
      this.pictures = pictures;
      this.number = number;
    }

    private Augmenter augmenter(Augmentation augmentation) {
      return new Augmenter(augmentation, from, to, normalisation);
    }

    /** The picture itself and the first that are drawn. */
    Stream<float[]> first() {
      return Stream.concat(Stream.of(original()), drawn().limit(SHOWN));
    }

    /** The picture itself and, of many, the least changed to the most changed. */
    Stream<float[]> byStrength() {
      float[] original = original();
      List<float[]> different = new ArrayList<>();
      drawn()
          .filter(picture -> change(original, picture) > 0)
          .filter(picture -> different.stream().noneMatch(d -> Arrays.equals(d, picture)))
          .forEach(different::add);
      different.sort(Comparator.comparingDouble(picture -> change(original, picture)));
      int shown = Math.min(SHOWN, different.size());
      return Stream.concat(
          Stream.of(original),
          IntStream.range(0, shown)
              .mapToObj(i -> different.get((i + 1) * different.size() / shown - 1)));
    }

    private float[] original() {
      return varied(neutral, number, new SplittableRandom(0));
    }

    private Stream<float[]> drawn() {
      SplittableRandom random = new SplittableRandom(recipe.training().seed() + number);
      return Stream.generate(
              () -> {
                float[] picture = varied(augmenter, number, random);
                float[] other = varied(augmenter, random.nextInt(pictures.size()), random);
                mixing.apply(random, picture, other, to);
                return picture;
              })
          .limit(DRAWN);
    }

    private float[] varied(Augmenter by, int picture, SplittableRandom random) {
      return by.apply(
          pictures.get(picture),
          r -> pictures.get(r.nextInt(pictures.size())),
          random.nextLong(),
          random.nextLong());
    }

    private static double change(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs(a[i] - b[i]);
      }
      return sum;
    }
  }
}
