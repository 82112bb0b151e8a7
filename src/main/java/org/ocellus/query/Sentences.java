package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.VectorField;
import org.ocellus.index.Vectors;
import org.ocellus.model.Model;

/** What the sentences of questions can be compared with, and the vectors that they stand for. */
final class Sentences {
  private final PictureIndex index;
  private final @Nullable Model model;

  /**
   * @param model reads the sentences; null where only words are asked for
   */
  Sentences(PictureIndex index, @Nullable Model model) {
    this.index = index;
    this.model = model;
  }

  /**
   * The ways that a question asks in: the one it names, else all that index and model have for it;
   * its words if there is no other.
   *
   * @param reader of the view asked
   */
  List<Text.By> ways(IndexReader reader, Text text) throws IOException {
    if (text.by() != Text.By.ALL) {
      return List.of(text.by());
    }
    List<Text.By> ways = new ArrayList<>();
    if (text.language() == null && index.textSpace().isPresent() && model != null) {
      if (model.readsText() && hasCaptionVectors(reader)) {
        ways.add(Text.By.CAPTIONS);
      }
      if (model.alignsPicturesWithText()) {
        ways.add(Text.By.PICTURES);
      }
    }
    // A sentence of stop words alone has no words, but it may mean something.
    if (ways.isEmpty() || TextRanking.hasWords(text)) {
      ways.add(0, Text.By.WORDS);
    }
    return ways;
  }

  private static boolean hasCaptionVectors(IndexReader reader) {
    String field = VectorField.CAPTION_EMBEDDING.field();
    return reader.leaves().stream()
        .anyMatch(leaf -> leaf.reader().getFieldInfos().fieldInfo(field) != null);
  }

  /**
   * The vector of a sentence, of unit length.
   *
   * @throws IllegalStateException if there is no model
   * @throws IndexException if the index has no vectors to compare it with, or another model's
   * @throws org.ocellus.model.ModelException if the model reads no text
   */
  float[] vector(String sentence) throws IOException {
    if (index.textSpace().isEmpty() && (model == null || model.readsText())) {
      throw without();
    }
    if (model == null) {
      throw new IllegalStateException(
          "index "
              + index.location()
              + " was opened without a model, so no sentence can be compared: open it with the"
              + " model it was made with, or ask by words");
    }
    float[] vector = model.textEncoder().embed(List.of(sentence)).get(0);
    Space space = Space.ofText(model);
    if (space == null) {
      throw without();
    }
    index.checkText(space);
    return Vectors.unit(vector, "the sentence \"" + sentence + "\"");
  }

  private IndexException without() {
    return new IndexException(
        IndexException.Reason.NO_SENTENCES,
        """
        index %s has no vectors that a sentence could be compared with: its model reads no text, or \
        did not when it was made; reindex with one that does, or ask by words"""
            .formatted(index.location()));
  }

  /**
   * @throws IndexException if pictures have no place among the model's sentences
   */
  void requirePictures() throws IOException {
    if (model != null && !model.alignsPicturesWithText()) {
      throw new IndexException(
          IndexException.Reason.NO_SENTENCES,
          """
          index %s cannot find pictures by a sentence alone: the model %s gives them no place \
          among its sentences; reindex with one that does, or ask by words or captions"""
              .formatted(index.location(), model.name()));
    }
  }
}
