package org.ocellus.trainer.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a model, as a table and as JSON.
 *
 * @param model its name
 * @param pictures how many could be read
 * @param skipped how many could not
 * @param labels how many different labels the pictures have
 * @param imagesPerSecond from file to prediction, on all processors
 * @param classification of the pictures whose label is one of the model's classes; null if there is
 *     none
 * @param unknown labels that are no class of the model, in alphabetical order
 * @param retrieval null if the model predicts values
 * @param regression by the name of what the model predicts; empty if it predicts no values
 */
public record EvaluationReport(
    String model,
    int pictures,
    int skipped,
    int labels,
    double imagesPerSecond,
    @Nullable ClassificationMeasures classification,
    List<String> unknown,
    @Nullable Retrieval retrieval,
    Map<String, RegressionMeasures> regression) {
  private static final List<Integer> DEPTHS = List.of(1, 5, 10);
  private static final int NAMED = 10;

  /**
   * How well pictures find their like.
   *
   * @param gallery how many pictures were searched
   * @param embeddings by the model's embeddings and cosine
   * @param pixels by raw pixels and Euclidean distance; null if not asked for
   */
  public record Retrieval(
      int gallery, RetrievalMeasures embeddings, @Nullable RetrievalMeasures pixels) {}

  /** Copies list and map. */
  public EvaluationReport {
    unknown = List.copyOf(unknown);
    regression = Collections.unmodifiableMap(new LinkedHashMap<>(regression));
  }

  /**
   * One object on one line. A measure that the model, or the pictures, cannot have is left out.
   *
   * @param confusion whether the confusion matrix is in it
   */
  public String toJson(boolean confusion) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("model", model).put("pictures", pictures).put("skipped", skipped);
    json.put("labels", labels);
    if (classification != null) {
      json.put("classified", classification.pictures());
      json.put("accuracy", classification.accuracy()).put("top5", classification.top5());
      json.put("ece", classification.ece());
    }
    ArrayNode strange = json.putArray("unknown");
    unknown.forEach(strange::add);
    if (retrieval != null && retrieval.embeddings().queries() > 0) {
      json.put("queries", retrieval.embeddings().queries()).put("gallery", retrieval.gallery());
      put(json, retrieval.embeddings());
      if (retrieval.pixels() != null) {
        put(json.putObject("pixels"), retrieval.pixels());
      }
    }
    if (!regression.isEmpty()) {
      put(json, RegressionMeasures.mean(regression.values()));
      ObjectNode targets = json.putObject("targets");
      regression.forEach((target, measures) -> put(targets.putObject(target), measures));
    }
    json.put("imagesPerSecond", imagesPerSecond);
    if (confusion && classification != null) {
      put(json.putObject("confusion"), classification.confusion());
    }
    return json.toString();
  }

  private static void put(ObjectNode json, RetrievalMeasures measures) {
    DEPTHS.forEach(k -> json.put("recall@" + k, measures.recallAt(k)));
    json.put("mAP", measures.meanAveragePrecision());
  }

  private static void put(ObjectNode json, RegressionMeasures measures) {
    if (!Double.isNaN(measures.r2())) {
      json.put("r2", measures.r2());
    }
    json.put("rmse", measures.rmse()).put("mae", measures.mae());
  }

  private static void put(ObjectNode json, ConfusionMatrix confusion) {
    ArrayNode names = json.putArray("classes");
    confusion.names().forEach(names::add);
    ArrayNode rows = json.putArray("counts");
    for (int truth = 0; truth < confusion.names().size(); truth++) {
      ArrayNode row = rows.addArray();
      for (int guess = 0; guess < confusion.names().size(); guess++) {
        row.add(confusion.count(truth, guess));
      }
    }
  }

  /**
   * A table for people.
   *
   * @param confusion whether the confusion matrix is in it
   */
  public String toText(boolean confusion) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: %,d pictures with %,d labels, %,d skipped, %.0f images/s",
        model,
        pictures,
        labels,
        skipped,
        imagesPerSecond);
    if (!unknown.isEmpty()) {
      line(
          text,
          "%,d labels are none of the model's classes and count for retrieval alone: %s%s%s",
          unknown.size(),
          String.join("; ", unknown.subList(0, Math.min(NAMED, unknown.size()))),
          unknown.size() > NAMED ? "; …" : "",
          classification == null ? " (if they are codes, give their names with --names)" : "");
    }
    if (classification != null) {
      classification(text, classification, confusion);
    }
    if (retrieval != null && retrieval.embeddings().queries() > 0) {
      retrieval(text, retrieval);
    }
    if (!regression.isEmpty()) {
      line(text, "%n%-20s %10s %10s %10s", "regression", "R²", "RMSE", "MAE");
      regression.forEach(
          (target, m) ->
              line(text, "  %-18s %10.4f %10.4g %10.4g", target, m.r2(), m.rmse(), m.mae()));
    }
    return text.toString();
  }

  private static void classification(
      StringBuilder text, ClassificationMeasures measures, boolean confusion) {
    line(
        text,
        "%nclassification of the %,d pictures whose label is one of its classes",
        measures.pictures());
    line(text, "  accuracy   %7.4f", measures.accuracy());
    line(text, "  top-5      %7.4f", measures.top5());
    line(text, "  ECE        %7.4f", measures.ece());
    if (confusion) {
      line(text, "%nconfusion, a row for each class and a column for each guess");
      text.append(measures.confusion()).append('\n');
      return;
    }
    line(text, "%nmost confused");
    measures
        .confusion()
        .greatest(NAMED)
        .forEach(
            c ->
                line(
                    text,
                    "  %,10d  %s taken for %s",
                    c.pictures(),
                    brief(c.truth()),
                    brief(c.guess())));
  }

  /** A class by the first of its synonyms. */
  private static String brief(String name) {
    return name.split(",", 2)[0];
  }

  private static void retrieval(StringBuilder text, Retrieval retrieval) {
    RetrievalMeasures ours = retrieval.embeddings();
    RetrievalMeasures pixels = retrieval.pixels();
    line(
        text,
        "%nretrieval, %,d queries in %,d pictures%s%s",
        ours.queries(),
        retrieval.gallery(),
        ours.unanswerable() == 0
            ? ""
            : ", %,d without their like left out".formatted(ours.unanswerable()),
        pixels == null ? "" : "; beside it raw pixels");
    for (int k : DEPTHS) {
      line(
          text,
          "  %-10s %7.4f%s",
          "recall@" + k,
          ours.recallAt(k),
          pixels == null ? "" : String.format(Locale.ROOT, "  %7.4f", pixels.recallAt(k)));
    }
    line(
        text,
        "  %-10s %7.4f%s",
        "mAP",
        ours.meanAveragePrecision(),
        pixels == null ? "" : String.format(Locale.ROOT, "  %7.4f", pixels.meanAveragePrecision()));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
