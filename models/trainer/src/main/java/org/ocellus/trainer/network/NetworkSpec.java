package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as data: a body that makes of a picture a vector, the embedding, and heads that each
 * make an output of the embedding. Made only if every layer can take what the one before it gives.
 *
 * @param input the shape of a picture
 * @param body the layers from picture to embedding
 * @param heads layers from embedding to output, by the output's name; in a recipe empty where the
 *     task adds its own
 */
public record NetworkSpec(
    @JsonProperty(required = true) Shape input,
    @JsonProperty(required = true) List<Layer> body,
    @Nullable Map<String, List<Layer>> heads)
    implements Architecture {

  /** The name of the embedding among the outputs. */
  public static final String EMBEDDING = "embedding";

  /** The name of the head that tells classes apart. */
  public static final String LOGITS = "logits";

  /** Checks that the layers fit together. */
  public NetworkSpec {
    body = List.copyOf(body);
    Shape embedding = Sequence.output(body, "", input, "body");
    if (!embedding.isVector()) {
      throw new IllegalArgumentException(
          "the body ends with planes of "
              + embedding
              + "; end it with global_mean or flatten, so that it gives a vector, the embedding");
    }
    Map<String, List<Layer>> copy = new LinkedHashMap<>();
    if (heads != null) {
      for (Map.Entry<String, List<Layer>> head : heads.entrySet()) {
        copy.put(head.getKey(), List.copyOf(head.getValue()));
        if (head.getKey().equals(EMBEDDING)) {
          throw new IllegalArgumentException("a head is called 'embedding'; that is the body");
        }
        Sequence.output(head.getValue(), head.getKey() + ".", embedding, "heads", head.getKey());
      }
    }
    heads = Collections.unmodifiableMap(copy);
  }

  @Override
  public Map<String, List<Layer>> heads() {
    return heads == null ? Map.of() : heads;
  }

  @Override
  public NetworkSpec network() {
    return this;
  }

  /** The same with another head, which replaces one of that name. */
  public NetworkSpec withHead(String name, List<Layer> layers) {
    Map<String, List<Layer>> more = new LinkedHashMap<>(heads());
    more.put(name, layers);
    return new NetworkSpec(input, body, more);
  }

  /** The same with one linear layer as head {@code name}, if it has no such head. */
  public NetworkSpec withLinearHead(String name, int out) {
    return heads().containsKey(name) ? this : withHead(name, List.of(new Linear(out, true)));
  }

  /** The embedding's length. */
  public int dimension() {
    return Sequence.output(body, "", input).channels();
  }

  /** The shape of an output, {@code embedding} or a head's. */
  public Shape output(String name) {
    Shape embedding = Sequence.output(body, "", input);
    List<Layer> head = heads().get(name);
    return head == null ? embedding : Sequence.output(head, name + ".", embedding);
  }

  /** How many numbers training may change. */
  public long parameters() {
    long sum = Sequence.parameters(body, input);
    for (List<Layer> head : heads().values()) {
      sum += Sequence.parameters(head, Shape.vector(dimension()));
    }
    return sum;
  }
}
