package org.ocellus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.app.demo.CacheFolder;
import org.ocellus.app.demo.EmojiGallery;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How well the model places the demo's gallery, on the half of its base emoji that no training has
 * seen: of each picture's five nearest others in that half, the share that has a subject word in
 * common with it.
 */
@Command(
    name = "gallery",
    description = "Compares the model with raw pixels and a colour histogram on held-out emoji.",
    mixinStandardHelpOptions = true)
final class GalleryQuality implements Callable<Integer> {
  private static final int K = 5;

  @Option(names = "--model", paramLabel = "FOLDER", description = "the shipped one unless said")
  private @Nullable Path modelFolder;

  /** A picture and the words of what it shows. */
  record Subject(RgbImage picture, Set<String> words) {
    boolean shares(Subject other) {
      return !Collections.disjoint(words, other.words);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Subject> subjects = heldOut();
    System.out.printf("%s%n", BenchCommand.machine());
    System.out.printf("%d held-out emoji, %d nearest neighbours%n", subjects.size(), K);
    try (Model model = modelFolder == null ? Model.bundled() : Model.open(modelFolder)) {
      Contestant us = new Contestant.Embedding(model);
      double[] ours = shares(us, subjects);
      System.out.printf("%-40s %.3f%n", us.name(), mean(ours));
      for (Contestant contestant :
          List.of(new Contestant.RawPixels(32), new Contestant.ColourHistogram())) {
        double[] theirs = shares(contestant, subjects);
        double[] gain =
            IntStream.range(0, ours.length).mapToDouble(i -> ours[i] - theirs[i]).toArray();
        System.out.printf(
            "%-40s %.3f   the model is better by %.3f ± %.3f%n",
            contestant.name(), mean(theirs), mean(gain), standardError(gain));
      }
    }
    System.out.printf("%-40s %.3f%n", "any other picture (chance)", chance(subjects));
    System.out.printf("%-40s %.3f%n", "as many as share a word (best possible)", best(subjects));
    return 0;
  }

  private static List<Subject> heldOut() throws IOException {
    EmojiGallery gallery = new EmojiGallery(CacheFolder.get());
    Path manifest = gallery.prepare(System.err::println);
    ImageDecoder decoder = new ImageDecoder();
    ObjectMapper json = new ObjectMapper();
    List<Subject> subjects = new ArrayList<>();
    for (String line : Files.readAllLines(manifest)) {
      JsonNode emoji = json.readTree(line);
      if (emoji.get("split").asText().equals("test")) {
        subjects.add(
            new Subject(
                decoder.decode(gallery.folder().resolve(emoji.get("path").asText())),
                words(emoji.get("keywords"))));
      }
    }
    return subjects;
  }

  /** The words of its name; the last keyword is the Unicode block. */
  private static Set<String> words(JsonNode keywords) {
    Set<String> words = new HashSet<>();
    for (int i = 0; i < keywords.size() - 1; i++) {
      words.add(keywords.get(i).asText());
    }
    return words;
  }

  /** For each picture, the share of its K nearest that have a word in common, by brute force. */
  static double[] shares(Contestant contestant, List<Subject> subjects) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (Subject subject : subjects) {
      vectors.add(contestant.vector(subject.picture()));
    }
    return IntStream.range(0, subjects.size())
        .mapToDouble(
            i ->
                IntStream.range(0, subjects.size())
                        .filter(j -> j != i)
                        .boxed()
                        .sorted(
                            Comparator.comparingDouble(
                                j -> contestant.distance(vectors.get(i), vectors.get(j))))
                        .limit(K)
                        .filter(j -> subjects.get(i).shares(subjects.get(j)))
                        .count()
                    / (double) K)
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Of the mean of these differences, picture by picture. */
  private static double standardError(double[] differences) {
    double mean = mean(differences);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    return Math.sqrt(squares / (differences.length - 1) / differences.length);
  }

  /** What a ranking would reach that knew the words: some pictures share theirs with few. */
  private static double best(List<Subject> subjects) {
    return subjects.stream()
        .mapToDouble(
            a -> {
              long sharing = subjects.stream().filter(b -> a != b && a.shares(b)).count();
              return Math.min(K, sharing) / (double) K;
            })
        .average()
        .orElseThrow();
  }

  private static double chance(List<Subject> subjects) {
    long sharing = 0;
    for (Subject a : subjects) {
      for (Subject b : subjects) {
        if (a != b && a.shares(b)) {
          sharing++;
        }
      }
    }
    return sharing / ((double) subjects.size() * (subjects.size() - 1));
  }
}
