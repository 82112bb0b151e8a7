package org.ocellus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Searches likely sentences for several pictures at once, beam by beam. A picture's search ends
 * when as many sentences have ended as there are beams, or at the greatest length; of what ended,
 * and what was cut there, the best is taken.
 */
final class BeamSearch {
  /** Says how likely each token is next. */
  interface Next {
    /**
     * Logits for each begun sentence.
     *
     * @param pictures which picture each is about
     * @param begun their tokens so far, all of one length
     */
    float[][] logits(int[] pictures, long[][] begun) throws ModelException;
  }

  /**
   * A sentence, perhaps only begun.
   *
   * @param tokens with the one that begins it, and the one that ends it if it has ended
   * @param logProbability of all tokens but the first
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sentence(long[] tokens, double logProbability) {
    private int length() {
      return tokens.length - 1;
    }

    private double score(double lengthPenalty) {
      return logProbability / Math.pow(length(), lengthPenalty);
    }

    /** The geometric mean of the tokens' probabilities. */
    double confidence() {
      return Math.exp(logProbability / length());
    }

    /** Whether with this token its last {@code size} tokens were there before. */
    private boolean repeats(int token, int size) {
      if (size == 0) {
        return false;
      }
      int last = tokens.length - size + 1;
      for (int at = 0; at < last; at++) {
        if (tokens[at + size - 1] == token
            && Arrays.equals(tokens, at, at + size - 1, tokens, last, tokens.length)) {
          return true;
        }
      }
      return false;
    }

    private Sentence then(int token, double logProbabilityOfToken) {
      long[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      return new Sentence(longer, logProbability + logProbabilityOfToken);
    }
  }

  private final Next next;
  private final Generation generation;
  private final long end;
  private final List<List<Sentence>> open = new ArrayList<>();
  private final List<List<Sentence>> ended = new ArrayList<>();

  private BeamSearch(Next next, Generation generation, int pictures, long begin, long end) {
    this.next = next;
    this.generation = generation;
    this.end = end;
    for (int picture = 0; picture < pictures; picture++) {
      open.add(List.of(new Sentence(new long[] {begin}, 0)));
      ended.add(new ArrayList<>());
    }
  }

  /**
   * The best sentence for each picture.
   *
   * @param begin the token that begins a sentence
   * @param end the token that ends one
   */
  static List<Sentence> search(Next next, int pictures, Generation generation, long begin, long end)
      throws ModelException {
    BeamSearch search = new BeamSearch(next, generation, pictures, begin, end);
    for (int length = 1; length < generation.maxLength() && search.isOpen(); length++) {
      search.step();
    }
    return IntStream.range(0, pictures).mapToObj(search::best).toList();
  }

  private boolean isOpen() {
    return open.stream().anyMatch(sentences -> !sentences.isEmpty());
  }

  private void step() throws ModelException {
    int[] pictures =
        IntStream.range(0, open.size())
            .flatMap(p -> IntStream.range(0, open.get(p).size()).map(i -> p))
            .toArray();
    long[][] begun =
        open.stream().flatMap(List::stream).map(Sentence::tokens).toArray(long[][]::new);
    float[][] logits = next.logits(pictures, begun);
    int row = 0;
    for (int picture = 0; picture < open.size(); picture++) {
      List<Sentence> sentences = open.get(picture);
      List<Sentence> longer = new ArrayList<>();
      for (Sentence sentence : sentences) {
        extend(sentence, logits[row++], longer);
      }
      open.set(picture, keep(longer, ended.get(picture)));
    }
  }

  /** Two for each beam, so that there is another where one of them ends. */
  private int candidates() {
    return 2 * generation.beams();
  }

  private void extend(Sentence sentence, float[] logits, List<Sentence> longer) {
    double greatest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - greatest);
    }
    double logSum = greatest + Math.log(sum);
    // What is banned does not make the rest likelier, as with Hugging Face's generation.
    float[] allowed = logits.clone();
    for (int token = 0; token < allowed.length; token++) {
      if (sentence.repeats(token, generation.noRepeatNgramSize())) {
        allowed[token] = Float.NEGATIVE_INFINITY;
      }
    }
    for (int token : likeliest(allowed)) {
      longer.add(sentence.then(token, logits[token] - logSum));
    }
  }

  /** The candidates' numbers, the likeliest first; of two as likely, the lower number. */
  private int[] likeliest(float[] logits) {
    int[] best = new int[Math.min(candidates(), logits.length)];
    int found = 0;
    for (int token = 0; token < logits.length; token++) {
      if (found == best.length && !(logits[token] > logits[best[found - 1]])) {
        continue;
      }
      int place = found < best.length ? found++ : found - 1;
      for (; place > 0 && logits[token] > logits[best[place - 1]]; place--) {
        best[place] = best[place - 1];
      }
      best[place] = token;
    }
    return best;
  }

  /** Puts what has ended among the best to {@code done}; returns the beams of the next step. */
  private List<Sentence> keep(List<Sentence> longer, List<Sentence> done) {
    longer.sort(Comparator.comparingDouble(sentence -> -sentence.logProbability()));
    List<Sentence> beams = new ArrayList<>();
    for (int rank = 0; rank < Math.min(longer.size(), candidates()); rank++) {
      Sentence sentence = longer.get(rank);
      if (sentence.tokens()[sentence.length()] != end) {
        if (beams.size() < generation.beams()) {
          beams.add(sentence);
        }
      } else if (rank < generation.beams()) {
        done.add(sentence);
      }
    }
    return done.size() < generation.beams() ? beams : List.of();
  }

  private Sentence best(int picture) {
    List<Sentence> all = new ArrayList<>(ended.get(picture));
    all.addAll(open.get(picture));
    return all.stream()
        .max(Comparator.comparingDouble(s -> s.score(generation.lengthPenalty())))
        .orElseThrow();
  }
}
