package org.ocellus.benchmarks.vectors;

import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.ocellus.index.Picture;
import org.ocellus.query.VisualQuery;

/** What {@link GrowthBench} indexes and asks. */
final class GrowthQuestions {
  static final int TOP_K = 10;

  private static final int WORDS = 4;

  private GrowthQuestions() {}

  /** A vector with a caption, and a tag that one of a hundred pictures has. */
  static Picture picture(int number, float[] vector, List<String> captions) {
    return Picture.ofVector(Integer.toString(number), vector)
        .keywords("tag" + new Random(number).nextInt(100))
        .caption(captions.get(number % captions.size()));
  }

  /** Each kind of question, by its name in the table. */
  static Map<String, IntFunction<VisualQuery>> kinds(
      float[][] vectors, List<Path> pictures, List<String> captions, int size) {
    Map<String, IntFunction<VisualQuery>> kinds = new LinkedHashMap<>();
    kinds.put("similar to a vector", i -> similarTo(vectors[i % vectors.length]).limit(TOP_K));
    kinds.put(
        "similar to an indexed picture",
        i -> similarToId(Integer.toString(number(i, size))).limit(TOP_K));
    kinds.put(
        "similar to a picture's file",
        i -> similarTo(pictures.get(i % pictures.size())).limit(TOP_K));
    kinds.put(
        "similar to a vector, 1 % pass",
        i -> similarTo(vectors[i % vectors.length]).where(keyword("tag" + i % 100)).limit(TOP_K));
    kinds.put("keyword", i -> keyword("tag" + i % 100).limit(TOP_K));
    kinds.put("text of four words", i -> text(words(captions, i)).limit(TOP_K));
    return kinds;
  }

  private static int number(int question, int size) {
    return new Random(question).nextInt(size);
  }

  private static String words(List<String> captions, int question) {
    String[] words = captions.get(number(question, captions.size())).split("[^\\p{L}]+");
    return Arrays.stream(words)
        .skip(Math.max(0, words.length - WORDS))
        .collect(Collectors.joining(" "));
  }
}
