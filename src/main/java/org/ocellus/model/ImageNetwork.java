package org.ocellus.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;

/**
 * An ONNX graph from pictures to an embedding, class scores, a vector that sentences share, or
 * several of these. Of a graph that takes sentences too, as one of a whole CLIP does, the inputs
 * for these get the shortest there is: ONNX Runtime runs both halves whatever is asked for. Any
 * number of threads may run it at once; {@link #close} waits for those that do.
 */
final class ImageNetwork implements AutoCloseable {
  private static final List<String> EMBEDDINGS =
      List.of("image_embeds", "pooler_output", "embedding", "features", "last_hidden_state");
  private static final List<String> LOGITS = List.of("logits");
  private static final List<String> TEXT_EMBEDDINGS = List.of("text_embedding", "image_embeds");
  private static final String IDS = "input_ids";
  private static final Set<String> SENTENCE = Set.of(IDS, "attention_mask", "token_type_ids");

  private final String model;
  private final OnnxSession session;
  private final PictureInput input;
  private final @Nullable TextParts sentences;
  private final ImageOutput embedding;
  private final @Nullable ImageOutput logits;
  private final @Nullable ImageOutput textEmbedding;
  private final Set<ImageOutput> outputs;

  ImageNetwork(ModelFolder folder, int threads) throws ModelException {
    model = "model " + folder.name() + " (" + folder.location() + ", " + folder.file() + ")";
    session = new OnnxSession(model, folder.graph(), threads);
    try {
      input = new PictureInput(model, session, pictures(), folder.preprocessing());
      sentences =
          folder.text() == null && session.inputs().contains(IDS)
              ? folder.textOfGraph()
              : folder.text();
      ModelFolder.Settings settings = folder.settings();
      ImageOutput features =
          output(settings.embedding(), EMBEDDINGS, "embedding", settings.pooling());
      logits = output(settings.logits(), LOGITS, "logits", null);
      embedding =
          features == null
              ? required(output(settings.logits(), LOGITS, "logits", settings.pooling()))
              : features;
      textEmbedding = textEmbedding(settings.siglip());
      outputs =
          Stream.of(embedding, logits, textEmbedding)
              .filter(Objects::nonNull)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      checkOutputs(folder);
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  private String pictures() throws ModelException {
    String pictures = PictureInput.of(session);
    Set<String> others = new LinkedHashSet<>(session.inputs());
    others.remove(pictures);
    if (pictures.isEmpty() || pictures.equals(IDS) || !SENTENCE.containsAll(others)) {
      throw new ModelException(
          model
              + ": an image network has one input, or pixel_values beside a sentence's input_ids"
              + " and attention_mask, but this one has "
              + session.inputs());
    }
    return pictures;
  }

  private @Nullable ImageOutput textEmbedding(boolean siglip) throws ModelException {
    if (sentences == null) {
      return null;
    }
    List<String> usual = new ArrayList<>(TEXT_EMBEDDINGS);
    if (siglip) {
      usual.add("pooler_output");
    }
    return output(sentences.imageOutput(), usual, "text.image_output", null);
  }

  /** The features; of a classifier that gives none, its scores. */
  ImageOutput embedding() {
    return embedding;
  }

  @Nullable ImageOutput logits() {
    return logits;
  }

  /** The output that lies in the space of the model's sentences. */
  @Nullable ImageOutput textEmbedding() {
    return textEmbedding;
  }

  /** What turns sentences into vectors: a part of its own, or this graph; null if nothing does. */
  @Nullable TextParts sentences() {
    return sentences;
  }

  /**
   * Runs pictures of shape [1, 3, H, W] in one batch, or one by one where the graph's is fixed.
   *
   * @return one row a picture for each output taken
   */
  Map<ImageOutput, float[][]> run(List<Tensor> pictures) throws ModelException {
    input.check(pictures);
    Map<ImageOutput, List<float[]>> rows = new HashMap<>();
    outputs.forEach(output -> rows.put(output, new ArrayList<>()));
    Set<String> wanted = outputs.stream().map(ImageOutput::name).collect(Collectors.toSet());
    for (List<Tensor> together : input.runs(pictures)) {
      run(
          together,
          wanted,
          result -> {
            for (ImageOutput output : outputs) {
              OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
              for (float[] row : output.read(tensor, together.size())) {
                rows.get(output).add(finite(row, output));
              }
            }
          });
    }
    return rows.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toArray(float[][]::new)));
  }

  private float[] finite(float[] row, ImageOutput output) throws ModelException {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new ModelException(
            model + " gave " + value + " in its output \"" + output.name() + "\"");
      }
    }
    return row;
  }

  /** What is made of a run's outputs. */
  private interface Reading {
    void read(OrtSession.Result result) throws ModelException;
  }

  private void run(List<Tensor> pictures, Set<String> wanted, Reading reading)
      throws ModelException {
    session.run(
        (environment, graph) ->
            input.with(
                pictures,
                batch -> {
                  Map<String, OnnxTensor> inputs = new HashMap<>();
                  try {
                    sentence(inputs);
                    inputs.put(input.name(), batch);
                    try (OrtSession.Result result = graph.run(inputs, wanted)) {
                      reading.read(result);
                    }
                  } finally {
                    inputs.remove(input.name());
                    inputs.values().forEach(OnnxTensor::close);
                  }
                  return pictures;
                }));
  }

  /** One of one token, for the inputs that want it. */
  private void sentence(Map<String, OnnxTensor> inputs) throws OrtException, ModelException {
    for (String each : session.inputs()) {
      if (!each.equals(input.name())) {
        long[] shape = session.input(each).getShape();
        for (int i = 0; i < shape.length; i++) {
          shape[i] = Math.max(shape[i], 1);
        }
        long[] tokens = new long[OnnxSession.size(shape)];
        Arrays.fill(tokens, each.equals("attention_mask") ? 1 : 0);
        inputs.put(each, session.wholes(each, tokens, shape));
      }
    }
  }

  private ImageOutput required(@Nullable ImageOutput scores) throws ModelException {
    if (scores == null) {
      throw new ModelException(
          model
              + " has neither an embedding nor logits among its outputs "
              + session.outputs()
              + ": name them in config.json as ocellus.embedding and ocellus.logits");
    }
    return scores;
  }

  private void checkOutputs(ModelFolder folder) throws ModelException {
    Integer dimension = folder.settings().dimension();
    if (dimension != null && dimension != embedding.length()) {
      throw new ModelException(
          "%s: config.json says dimension %d, but its output \"%s\" has %d"
              .formatted(model, dimension, embedding.name(), embedding.length()));
    }
    if (logits != null && !folder.names().isEmpty() && folder.names().size() != logits.length()) {
      throw new ModelException(
          "%s: config.json names %d classes in id2label, but its output \"%s\" has %d: take the config.json that came with this network"
              .formatted(model, folder.names().size(), logits.name(), logits.length()));
    }
  }

  private @Nullable ImageOutput output(
      @Nullable String named, List<String> usual, String what, @Nullable String pooling)
      throws ModelException {
    if (named != null && !session.outputs().contains(named)) {
      throw new ModelException(
          "%s: config.json names \"%s\" as ocellus.%s, but its outputs are %s"
              .formatted(model, named, what, session.outputs()));
    }
    for (String candidate : named != null ? List.of(named) : usual) {
      if (session.outputs().contains(candidate)) {
        TensorInfo info = session.output(candidate);
        boolean scores = LOGITS.equals(usual);
        ImageOutput output =
            ImageOutput.of(model, candidate, info.type, shape(candidate), pooling, scores);
        if (output.pooling() == ImageOutput.Pooling.PLACES && input.isChannelsLast()) {
          throw new ModelException(
              "%s: its output \"%s\" is a map, of a network that has channels last: export it with pooled features, or name another output as ocellus.%s"
                  .formatted(model, candidate, what));
        }
        return output;
      }
    }
    return null;
  }

  /** As the graph says, else as a blank picture shows; but for the number of pictures. */
  private long[] shape(String output) throws ModelException {
    TensorInfo info = session.output(output);
    long[] declared = info.getShape();
    boolean known = Arrays.stream(declared).skip(1).allMatch(size -> size > 0);
    if (declared.length > 0 && known || !OnnxSession.isFloat(info.type)) {
      return declared;
    }
    AtomicReference<long[]> seen = new AtomicReference<>(declared);
    run(
        List.of(input.blank()),
        Set.of(output),
        result -> seen.set(((OnnxTensor) result.get(0)).getInfo().getShape()));
    return seen.get();
  }

  @Override
  public void close() {
    session.close();
  }
}
