package org.ocellus.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/**
 * A network with all that belongs to it: preprocessing, class names, fingerprint. Every one turns
 * pictures into embeddings; for a classifier that gives nothing else these are its logits, and
 * pictures are alike that it takes for the same. Safe for use by any number of threads. Holds
 * native memory until closed; whoever opened it closes it.
 */
public final class Model implements AutoCloseable {
  private static final String MARKER = "META-INF/ocellus/model";

  private final String name;
  private final String location;
  private final @Nullable Path folder;
  private final Preprocessing preprocessing;
  private final ClassHierarchy classes;
  private final ImageNetwork network;
  private final boolean multiLabel;
  private final Fingerprint fingerprint;
  private final @Nullable Calibration calibration;
  private final @Nullable TextParts text;
  private final String missingText;
  private final String textSpace;
  private final ModelFolder.Parts files;
  private final boolean writesCaptions;
  private final int threads;

  /** Opened when it is first asked for. */
  private @Nullable TextEncoder textEncoder;

  /** Opened when it is first asked for. */
  private @Nullable ImageCaptioner captioner;

  private boolean closed;

  private Model(ModelFolder parts, @Nullable Path folder, int threads) throws IOException {
    this.name = parts.name();
    this.location = parts.location();
    this.folder = folder;
    this.preprocessing = parts.preprocessing();
    this.files = parts.files();
    this.writesCaptions = CaptionerParts.in(location, files);
    this.threads = threads;
    this.multiLabel = parts.settings().multiLabel();
    this.network = new ImageNetwork(parts, threads);
    this.text = network.sentences();
    this.missingText = missingText(text);
    this.classes = new ClassHierarchy(names(parts, network.logits()), !multiLabel);
    this.fingerprint = fingerprint(parts, network.embedding());
    ImageOutput pictures = network.textEmbedding();
    this.textSpace = pictures == null ? "" : fingerprint(parts, pictures).value();
    this.calibration = parts.calibration();
    if (calibration != null && !calibration.fingerprint().equals(fingerprint)) {
      network.close();
      throw new ModelException(
          "model folder "
              + location
              + ": "
              + Calibration.FILE
              + " is about another model (fingerprint "
              + calibration.fingerprint()
              + "): delete it, then ./ocellus calibrate makes it anew");
    }
  }

  /**
   * Opens a model folder in the layout of a Hugging Face ONNX export, with as many threads as the
   * machine has processors.
   *
   * @throws ModelException if a part is missing or does not fit the others
   */
  public static Model open(Path folder) throws IOException {
    return open(folder, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a model folder.
   *
   * @param threads how many threads one run of the network uses, at least 1
   * @throws ModelException if a part is missing or does not fit the others
   * @throws IllegalArgumentException if threads is below 1
   */
  public static Model open(Path folder, int threads) throws IOException {
    Objects.requireNonNull(folder, "folder");
    requireThreads(threads);
    return new Model(ModelFolder.read(folder), folder, threads);
  }

  /**
   * Opens the model that ships with Ocellus, the one whose artifact is on the class path, with as
   * many threads as the machine has processors.
   *
   * @throws ModelException if no such artifact is there; the message names it
   */
  public static Model bundled() throws IOException {
    return bundled(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens the model that ships with Ocellus: the one whose artifact is on the class path.
   *
   * @param threads how many threads one run of the network uses, at least 1
   * @throws ModelException if no such artifact is there; the message names it
   * @throws IllegalArgumentException if threads is below 1
   */
  public static Model bundled(int threads) throws IOException {
    requireThreads(threads);
    return new Model(bundledFolder(), null, threads);
  }

  private static ModelFolder bundledFolder() throws IOException {
    ClassLoader loader = Model.class.getClassLoader();
    URL marker = loader.getResource(MARKER);
    if (marker == null) {
      throw new ModelException(
          "no bundled model on the class path: add the dependency"
              + " org.ocellus:ocellus-model-fovea, or open a model folder with Model.open(Path)");
    }
    String base;
    try (InputStream in = marker.openStream()) {
      base = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    return ModelFolder.read(
        base.substring(base.lastIndexOf('/') + 1),
        "class path, " + base,
        part -> loader.getResourceAsStream(base + "/" + part));
  }

  static void requireThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1, got " + threads);
    }
  }

  /** What messages call this model. */
  public String name() {
    return name;
  }

  /** Where it lies; empty for a bundled one. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /**
   * Its network, a serialised ONNX model, for who wants to look inside; read anew at each call.
   *
   * @throws IOException if it cannot be read any more
   */
  public byte[] graph() throws IOException {
    return (folder == null ? bundledFolder() : ModelFolder.read(folder)).graph();
  }

  /** How a picture becomes this network's input. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The name of the graph's output that is the embedding, for who continues the graph. */
  public String embeddingOutput() {
    return network.embedding().name();
  }

  /** Whether this model knows classes. */
  public boolean classifies() {
    return network.logits() != null;
  }

  /**
   * Whether this model turns sentences into vectors: it names an encoder for them, and that is
   * there.
   */
  public boolean readsText() {
    return missingText.isEmpty();
  }

  /**
   * Whether this model gives pictures a place among its sentences, so that a sentence finds
   * pictures that nobody described.
   */
  public boolean alignsPicturesWithText() {
    return readsText() && network.textEmbedding() != null;
  }

  /** Whether this model writes captions: a captioner lies beside it. */
  public boolean writesCaptions() {
    return writesCaptions;
  }

  /** The names of the classes it knows, by number; empty if it knows none. */
  public List<String> classNames() {
    return classes.names();
  }

  /** The space of this model's embeddings. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** What its scores are worth; empty if nobody measured it. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /** The length of this model's embeddings. */
  public int dimension() {
    return network.embedding().length();
  }

  /** Its picture encoder, which lives as long as this model. */
  public ImageEncoder encoder() {
    return new ImageEncoder(this);
  }

  /**
   * Its classifier, which lives as long as this model.
   *
   * @throws IllegalStateException if it knows no classes
   */
  public ImageClassifier classifier() {
    if (!classifies()) {
      throw new IllegalStateException(
          "model %s (%s) has no logits output, so it names no classes".formatted(name, location));
    }
    return new ImageClassifier(this);
  }

  /**
   * Its sentence encoder, which lives as long as this model; opened at the first call, for its
   * network may be larger than that for pictures.
   *
   * @throws ModelException if it {@linkplain #readsText reads no text}, the message says what it
   *     needs; or if the encoder's parts do not fit each other or the pictures
   * @throws IllegalStateException if this model is closed
   */
  public synchronized TextEncoder textEncoder() throws IOException {
    if (text == null || !readsText()) {
      throw new ModelException("model " + name + " (" + location + ") " + missingText);
    }
    if (closed) {
      throw new IllegalStateException("model " + name + " (" + location + ") is closed");
    }
    if (textEncoder == null) {
      String called = "model " + name + " (" + location + ")";
      TextEncoder opened = new TextEncoder(called, text, textSpace, threads);
      ImageOutput pictures = network.textEmbedding();
      if (pictures != null && pictures.length() != opened.dimension()) {
        opened.close();
        throw new ModelException(
            "%s: its sentences have %d dimensions, but its pictures' output \"%s\" has %d: name the output that shares their space in config.json as ocellus.text.image_output"
                .formatted(called, opened.dimension(), pictures.name(), pictures.length()));
      }
      textEncoder = opened;
    }
    return textEncoder;
  }

  /**
   * Its captioner, which lives as long as this model; opened at the first call.
   *
   * @throws ModelException if it {@linkplain #writesCaptions writes no captions}, or the captioner
   *     lacks a part
   * @throws IllegalStateException if this model is closed
   */
  public synchronized ImageCaptioner captioner() throws IOException {
    String called = "model " + name + " (" + location + ")";
    if (!writesCaptions) {
      throw new ModelException(
          called
              + " writes no captions: it has no encoder_model.onnx beside it; give another model,"
              + " or train a captioner on it with ./ocellus train-captioner");
    }
    if (closed) {
      throw new IllegalStateException(called + " is closed");
    }
    if (captioner == null) {
      captioner =
          new ImageCaptioner(
              CaptionerParts.read("the captioner of " + called, location, files), threads);
    }
    return captioner;
  }

  private static String missingText(@Nullable TextParts text) throws IOException {
    if (text == null) {
      return "reads no text: it has no text_model.onnx, and its config.json names no encoder as"
          + " ocellus.text.encoder";
    }
    String missing = text.missing();
    return missing == null ? "" : missing;
  }

  /**
   * All the network has to say of these pictures, in one run.
   *
   * @param pictures as {@link Preprocessing#apply} makes them, each of shape [1, 3, H, W]
   * @return one prediction a picture, in order
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if a picture has another shape
   * @throws IllegalStateException if this model is closed
   */
  public List<Prediction> predict(List<Tensor> pictures) throws ModelException {
    if (pictures.isEmpty()) {
      return List.of();
    }
    Map<ImageOutput, float[][]> rows = network.run(pictures);
    float[][] embeddings = Objects.requireNonNull(rows.get(network.embedding()));
    float[][] textEmbeddings = rows.get(network.textEmbedding());
    float[][] logits = rows.get(network.logits());
    return IntStream.range(0, pictures.size())
        .mapToObj(
            i ->
                new Prediction(
                    embeddings[i],
                    textEmbeddings == null ? null : textEmbeddings[i],
                    logits == null ? null : probabilities(logits[i]),
                    classes))
        .toList();
  }

  private static List<String> names(ModelFolder parts, @Nullable ImageOutput logits) {
    if (logits == null) {
      return List.of();
    }
    return parts.names().isEmpty()
        ? IntStream.range(0, logits.length()).mapToObj(i -> "class " + i).toList()
        : parts.names();
  }

  private float[] probabilities(float[] logits) {
    if (!multiLabel) {
      return softmax(logits);
    }
    float[] p = new float[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return p;
  }

  /** exp(xᵢ) / Σ exp(xⱼ), shifted by the maximum so that nothing overflows. */
  static float[] softmax(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    double[] exp = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      exp[i] = Math.exp(logits[i] - max);
      sum += exp[i];
    }
    float[] p = new float[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) (exp[i] / sum);
    }
    return p;
  }

  private static Fingerprint fingerprint(ModelFolder folder, ImageOutput embedding) {
    return Fingerprint.of(
        Map.of(
            "graph", Fingerprint.sha256(folder.graph()),
            "output", embedding.name(),
            "dimension", Integer.toString(embedding.length()),
            "pooling", embedding.pooling().name().toLowerCase(Locale.ROOT),
            "preprocessing", folder.preprocessing().toJson(),
            "preprocessing.code", Integer.toString(Preprocessing.CODE_VERSION)));
  }

  /** Frees the networks' native memory, after waiting for runs under way. */
  @Override
  public synchronized void close() {
    closed = true;
    network.close();
    if (textEncoder != null) {
      textEncoder.close();
    }
    if (captioner != null) {
      captioner.close();
    }
  }
}
