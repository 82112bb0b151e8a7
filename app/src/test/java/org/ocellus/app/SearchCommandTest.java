package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class SearchCommandTest {
  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void indexed() throws Exception {
    index = Shell.colours(folder, "both");
  }

  private Result search(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "search";
    all[1] = "--index";
    all[2] = index;
    System.arraycopy(words, 0, all, 3, words.length);
    return Shell.run(all);
  }

  private static List<String> ids(Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    return result.json().stream().map(line -> line.get("id").asText()).toList();
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void eachHitIsALineOfJson() {
    Result result = search("--keyword", "loud", "--json");

    assertThat(result.code()).isZero();
    assertThat(result.json()).hasSize(1);
    JsonNode hit = result.json().get(0);
    assertThat(names(hit)).containsExactly("rank", "id", "path", "score", "kind");
    assertThat(hit.get("rank").asInt()).isEqualTo(1);
    assertThat(hit.get("id").asText()).isEqualTo("red.png");
    assertThat(hit.get("path").asText()).isEqualTo(folder.resolve("colours/red.png").toString());
    assertThat(hit.get("score").asDouble()).isPositive();
    assertThat(hit.get("kind").asText()).isEqualTo("keyword");
  }

  @Test
  void euclideanHitsHaveADistanceInPlaceOfAScore() {
    Result result = search("like:red.png metric:euclidean limit:1", "--json");

    JsonNode hit = result.json().get(0);
    assertThat(names(hit)).containsExactly("rank", "id", "path", "distance", "kind");
    assertThat(hit.get("id").asText()).isEqualTo("dark-red.png");
    // 16 cells whose red differs by 130 of 255.
    assertThat(hit.get("distance").asDouble()).isCloseTo(4 * 130 / 255.0, within(1e-5));
    assertThat(hit.get("kind").asText()).isEqualTo("similar");
  }

  @Test
  void aPictureFileFindsWhatLooksLikeIt() throws Exception {
    Path query = Shell.plain(folder.resolve("query.png"), 20, 240, 20);

    Result result = search("--image", query, "--json");

    assertThat(ids(result)).startsWith("green.png");
    assertThat(result.json().get(0).get("score").asDouble()).isGreaterThan(0.99);
  }

  @Test
  void severalTagsMustAllBeThere() {
    assertThat(ids(search("--keyword", "warm", "--json")))
        .containsExactlyInAnyOrder("red.png", "dark-red.png");
    assertThat(ids(search("--keyword", "warm", "loud", "--json"))).containsExactly("red.png");
  }

  @Test
  void severalKindsAreFused() {
    Result result = search("--keyword", "warm", "--text", "wine", "--like", "blue.png", "--json");

    assertThat(ids(result)).startsWith("dark-red.png");
    assertThat(result.json())
        .allSatisfy(hit -> assertThat(hit.get("kind").asText()).isEqualTo("fused"));
  }

  @Test
  void conditionsNarrowTheAnswer() {
    assertThat(ids(search("--keyword", "warm", "--where", "extra.price<10", "--json")))
        .containsExactly("red.png");
    assertThat(ids(search("--like", "red.png", "--where", "-keyword=warm, width>=20", "--json")))
        .containsExactlyInAnyOrder("green.png", "blue.png");
  }

  @Test
  void cutOffsAndLimitsShortenTheAnswer() {
    assertThat(ids(search("like:red.png min-score:0.9", "--json"))).containsExactly("dark-red.png");
    assertThat(ids(search("like:red.png metric:euclidean max-distance:3", "--json")))
        .containsExactly("dark-red.png");
    assertThat(ids(search("like:red.png exact", "--limit", 2, "--json"))).hasSize(2);
  }

  @Test
  void aLineAsksAnything() {
    assertThat(ids(search("warm -loud", "--json"))).containsExactly("dark-red.png");
    assertThat(ids(search("--json", "--", "-warm -cold"))).containsExactly("blue.png");
    assertThat(ids(search("war* where:extra.price=2..4", "--json"))).containsExactly("red.png");
    assertThat(ids(search("text:grass^2 lowd~", "--json"))).containsExactly("green.png", "red.png");
    assertThat(ids(search("warm", "--where", "extra.price>10", "--limit", 1, "--json")))
        .containsExactly("dark-red.png");
  }

  @Test
  void aLineMayAskByAPictureFile() throws Exception {
    Path query = Shell.plain(folder.resolve("my query.png"), 20, 240, 20);

    assertThat(ids(search("image:\"" + query + "\" limit:1", "--json")))
        .containsExactly("green.png");
  }

  @Test
  void matchesInCaptionsAreMarked() throws Exception {
    Path page = folder.resolve("found.html");

    Result result = search("text:wines", "--json", "--html", page);

    JsonNode highlight = result.json().get(0).get("highlights").get(0);
    assertThat(highlight.get("text").asText()).isEqualTo("A glass of wine");
    assertThat(highlight.get("matches").get(0).get("start").asInt()).isEqualTo(11);
    assertThat(highlight.get("matches").get(0).get("end").asInt()).isEqualTo(15);
    assertThat(Files.readString(page)).contains("A glass of <b>wine</b>");
  }

  @Test
  void reasonsAreExplainedOnRequest() {
    Result table = search("warm text:wine", "--explain");
    assertThat(table.out().lines())
        .anySatisfy(line -> assertThat(line).contains("keyword #1 tags 1.000 (warm) +0.0164"))
        .anySatisfy(line -> assertThat(line).contains("text #1 bm25", "(wine)"));

    JsonNode reasons = search("warm text:wine", "--explain", "--json").json().get(0).get("reasons");
    assertThat(reasons.get(0).get("kind").asText()).isEqualTo("keyword");
    assertThat(reasons.get(0).get("matched").asText()).isEqualTo("warm");
    assertThat(reasons.get(1).get("kind").asText()).isEqualTo("text");
  }

  @Test
  void peopleGetATableWithReasons() {
    Result result = search("--text", "a glass of wine");

    assertThat(result.out().lines().findFirst()).get().asString().contains("rank", "BM25", "why");
    assertThat(result.out()).contains("dark-red.png", "A glass of wine", "words glass, wine");
  }

  @Test
  void nothingFoundIsNoFailure() {
    Result result = search("--keyword", "purple");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Nothing found");
    assertThat(search("--keyword", "purple", "--json").out()).isEmpty();
  }

  @Test
  void aPageShowsWhatWasFound() throws Exception {
    Path page = folder.resolve("found.html");

    Result result = search("--like", "red.png", "--limit", 2, "--html", page);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(page))
        .contains("dark-red.png", "A glass of wine", "data:image/webp;base64,")
        .contains("<code>like:red.png limit:2</code>");
  }

  @Test
  void questionsThatMakeNoSenseAreWrongUse() {
    refused(search(), "a QUERY, or --keyword, --text, --image or --like");
    refused(search("warm", "--text", "wine"), "A QUERY says all of it");
    refused(search("warm limit:x"), "column 12: expected a whole number");
    refused(search("warm", "loud"), "quote it for the shell, 'warm loud'");
    refused(search("--keyword", "a", "--limit", 0), "limit must be >= 1, got 0");
    refused(search("--text", "the of and"), "stop words");
    refused(search("--text", " "), "needs words");
    refused(search("--keyword", " "), "must not be blank");
    refused(search("--like", "nix.png"), "no picture \"nix.png\"");
    refused(search("--keyword", "a", "--where", "yer>3"), "column 1");
    refused(search("a text:b min-score:1"), "no cut-off");
    refused(search("a metric:cosine"), "for like:, image: and vector:");
    refused(search("a max-distance:1"), "minScore");
    refused(search("--keyword", "a", "--limit", "many"), "--limit");
  }

  private static void refused(Result result, String why) {
    assertThat(result.err()).contains(why);
    assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    cannot(
        Shell.run("search", "--index", folder.resolve("nix"), "--keyword", "a"),
        "no index at " + folder.resolve("nix"));
    cannot(search("--image", folder.resolve("nix.png")), "nix.png: no such file");
    cannot(
        search("--image", folder.resolve("nix.png"), "--model", folder.resolve("no-model")),
        "no-model");
  }

  @Test
  void aMetricThatTheIndexLacksIsNamedWithTheCure() throws Exception {
    Path cosine = Shell.colours(folder.resolve("other"), "cosine");

    cannot(Shell.run("search", "--index", cosine, "like:red.png metric:euclidean"), "--metric");
  }

  @Test
  void aSentenceThatTheModelCannotReadNamesWhatTheModelLacks() {
    cannot(search("text.pictures:red"), "reads no text");
  }

  private static void cannot(Result result, String why) {
    assertThat(result.err()).contains(why);
    assertThat(result.err().lines().count()).isEqualTo(1);
    assertThat(result.code()).isEqualTo(3);
  }
}
