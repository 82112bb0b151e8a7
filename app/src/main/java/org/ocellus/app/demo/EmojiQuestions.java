package org.ocellus.app.demo;

import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.Question;

/** Questions to the emoji gallery. The examples are of the half that no network was trained on. */
public final class EmojiQuestions implements Questions {
  private static final int HITS = 8;
  private static final String CLOCK = "1f554";
  private static final String CAR = "1f697";
  private static final String APPLE = "1f34e";
  private static final String FACE = "1f600";

  private final Path gallery;

  /**
   * @param gallery where the gallery is kept; a picture to ask with is written there
   */
  public EmojiQuestions(Path gallery) {
    this.gallery = gallery;
  }

  @Override
  public List<Question> of(VisualIndex index) throws IOException {
    Path apple = Variation.write(picture(APPLE), gallery.resolve("mirrored-apple.png"));
    return List.of(
        new Question(
            "Tagged “moon”",
            "Tags are words of the emoji's Unicode name.",
            keyword("moon").limit(HITS),
            List.of()),
        new Question(
            "Tagged “cat” and “smiling”",
            "All tags asked for must be there.",
            keyword("cat", "smiling").limit(HITS),
            List.of()),
        new Question(
            "“a railway through the mountains”",
            "Captions that share words come first, those that share several before the others.",
            text("a railway through the mountains").limit(HITS),
            List.of()),
        new Question(
            "“smiling faces in sunglasses”",
            "Words are compared by their stem: faces finds face.",
            text("smiling faces in sunglasses").limit(HITS),
            List.of()),
        new Question(
            "Looks like this clock",
            "No word is compared here, only what the network sees.",
            similarToId(CLOCK).limit(HITS),
            List.of(picture(CLOCK))),
        new Question(
            "Looks like this car", "", similarToId(CAR).limit(HITS), List.of(picture(CAR))),
        new Question(
            "Looks like a picture that is not in the index",
            "An apple, cropped and mirrored: a new picture, looked at when the question is asked.",
            similarTo(apple).limit(HITS),
            List.of(apple)),
        new Question(
            "Says “a face with hearts” and looks like this face",
            "Two questions in one: pictures that both rank high come first.",
            fused(text("a face with hearts"), similarToId(FACE)).limit(HITS),
            List.of(picture(FACE))));
  }

  private Path picture(String id) {
    return gallery.resolve("emoji").resolve(id + ".webp");
  }
}
