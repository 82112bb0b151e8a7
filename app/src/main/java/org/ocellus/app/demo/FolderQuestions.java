package org.ocellus.app.demo;

import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.Question;
import org.ocellus.index.StoredPicture;

/** Questions to pictures of which nothing is known beforehand, made of what is found there. */
public final class FolderQuestions implements Questions {
  private static final int HITS = 8;
  private static final int TAGS = 2;
  private static final int CAPTIONS = 2;

  /** The longest caption that is asked for, in words. */
  private static final int WORDS = 6;

  private final Path scratch;

  /**
   * @param scratch a picture to ask with is written there
   */
  public FolderQuestions(Path scratch) {
    this.scratch = scratch;
  }

  @Override
  public List<Question> of(VisualIndex index) throws IOException {
    List<StoredPicture> pictures = new ArrayList<>();
    index.forEach(pictures::add);
    pictures.removeIf(picture -> picture.source() == null);
    pictures.sort(Comparator.comparing(StoredPicture::id));
    List<Question> questions = new ArrayList<>();
    if (pictures.isEmpty()) {
      return questions;
    }
    List<String> tags = tags(pictures);
    for (String tag : tags) {
      questions.add(
          new Question(
              "Tagged “" + tag + "”",
              "A tag that many of the pictures carry: given by people, or seen by the network.",
              keyword(tag).limit(HITS),
              List.of()));
    }
    for (String caption : captions(pictures)) {
      questions.add(
          new Question(
              "“" + caption + "”",
              "Words of a picture's caption.",
              text(caption).limit(HITS),
              List.of()));
    }
    StoredPicture first = pictures.get(pictures.size() / 4);
    StoredPicture second = pictures.get(pictures.size() * 3 / 4);
    questions.add(likeIndexed(first));
    if (second != first) {
      questions.add(likeIndexed(second));
    }
    Path original = file(pictures.get(pictures.size() / 2));
    Path unseen = Variation.write(original, scratch.resolve("mirrored.png"));
    questions.add(
        new Question(
            "Looks like a picture that is not in the index",
            "One of the pictures, cropped and mirrored: it should find the one it was made of.",
            similarTo(unseen).limit(HITS),
            List.of(unseen)));
    if (!tags.isEmpty()) {
      questions.add(fusedOn(tags.get(0), pictures));
    }
    return questions;
  }

  private static Question likeIndexed(StoredPicture picture) {
    return new Question(
        "Looks like " + picture.id(),
        "No word is compared here, only what the network sees.",
        similarToId(picture.id()).limit(HITS),
        List.of(file(picture)));
  }

  private static Question fusedOn(String tag, List<StoredPicture> pictures) {
    List<StoredPicture> tagged = pictures.stream().filter(p -> tags(p).contains(tag)).toList();
    StoredPicture example = tagged.get(tagged.size() / 2);
    return new Question(
        "Tagged “" + tag + "” and looks like this picture",
        "Two questions in one: pictures that both rank high come first.",
        fused(keyword(tag), similarToId(example.id())).limit(HITS),
        List.of(file(example)));
  }

  private static Path file(StoredPicture picture) {
    return Path.of(Objects.requireNonNull(picture.source()));
  }

  /** The commonest tags and predicted classes, but for those that half of all pictures carry. */
  private static List<String> tags(List<StoredPicture> pictures) {
    Map<String, Integer> counts = new TreeMap<>();
    for (StoredPicture picture : pictures) {
      tags(picture).forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .filter(tag -> tag.getValue() <= Math.max(1, pictures.size() / 2))
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(TAGS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What people and the network call a picture. */
  private static Set<String> tags(StoredPicture picture) {
    Set<String> tags = new TreeSet<>();
    picture.keywords().forEach(tag -> tags.add(tag.text()));
    // "tench, Tinca tinca": one name is enough.
    picture.labels().forEach(label -> tags.add(label.name().split(",")[0]));
    return tags;
  }

  /** The beginnings of a few captions, spread over the pictures. */
  private static List<String> captions(List<StoredPicture> pictures) {
    List<String> captions =
        pictures.stream()
            .map(StoredPicture::caption)
            .filter(Objects::nonNull)
            // A caption without a plain word may be all stop words.
            .filter(caption -> caption.matches("(?s).*\\p{L}{5}.*"))
            .toList();
    List<String> chosen = new ArrayList<>();
    for (int i = 1; i <= CAPTIONS && !captions.isEmpty(); i++) {
      String caption = captions.get(captions.size() * i / (CAPTIONS + 1));
      String[] words = caption.strip().split("\\s+");
      String beginning = String.join(" ", List.of(words).subList(0, Math.min(WORDS, words.length)));
      if (!chosen.contains(beginning)) {
        chosen.add(beginning);
      }
    }
    return chosen;
  }
}
