package org.ocellus.app.answer;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.StoredPicture;
import org.ocellus.query.Highlight;
import org.ocellus.query.Hit;
import org.ocellus.query.language.QueryLanguage;

/** Writes answers as one HTML file with all its pictures inside, to be looked at anywhere. */
public final class ResultPage {
  private static final Template TEMPLATE =
      Mustache.compiler().emptyStringIsFalse(true).compile(resource("page.mustache"));
  private static final String CSS = resource("page.css");

  private final Thumbnails thumbnails = new Thumbnails();
  private final String title;
  private final String intro;
  private final String footer;

  /**
   * @param intro a sentence on what was asked; may be empty
   * @param footer where the pictures come from; may be empty
   */
  public ResultPage(String title, String intro, String footer) {
    this.title = title;
    this.intro = intro;
    this.footer = footer;
  }

  /** What the template is filled with. */
  record Page(String title, String intro, String css, List<Section> sections, String footer) {}

  /** A question on the page. */
  record Section(
      String kind,
      String title,
      String note,
      String line,
      List<Picture> pictures,
      List<Result> results) {}

  /** A picture; {@code data} is empty where its file is gone. */
  record Picture(String data, String name) {}

  /** A hit on the page. */
  record Result(
      int rank,
      Picture picture,
      String name,
      String id,
      List<String> highlights,
      String score,
      String why) {}

  /** Writes the page. */
  public void write(List<Answer> answers, Path file) throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Answer answer : answers) {
      sections.add(section(answer));
    }
    Files.writeString(file, TEMPLATE.execute(new Page(title, intro, CSS, sections, footer)));
  }

  private Section section(Answer answer) throws IOException {
    Question question = answer.question();
    List<Result> results = new ArrayList<>();
    for (Hit hit : answer.hits()) {
      results.add(result(hit));
    }
    return new Section(
        question.kind(),
        question.title(),
        question.note(),
        QueryLanguage.print(question.query()),
        question.pictures().stream().map(this::picture).toList(),
        results);
  }

  private Result result(Hit hit) throws IOException {
    StoredPicture stored = hit.picture().orElse(StoredPicture.of(hit.id()));
    String caption = HitText.caption(stored);
    return new Result(
        hit.rank(),
        stored.source() == null ? new Picture("", hit.id()) : picture(Path.of(stored.source())),
        caption.isEmpty() ? hit.id() : caption,
        caption.isEmpty() ? "" : hit.id(),
        hit.highlights().stream().map(ResultPage::html).toList(),
        HitText.unit(hit.scale()) + " " + HitText.value(hit),
        HitText.why(hit));
  }

  private static String html(Highlight highlight) {
    return highlight.marked("<b>", "</b>", Escapers.HTML::escape);
  }

  private Picture picture(Path file) {
    return new Picture(thumbnails.of(file), String.valueOf(file.getFileName()));
  }

  private static String resource(String name) {
    try (@Nullable InputStream in = ResultPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read from the class path", e);
    }
  }
}
