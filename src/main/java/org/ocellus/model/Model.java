package org.ocellus.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;

/**
 * A network with all that belongs to it: preprocessing, class names, fingerprint. Safe for use by
 * any number of threads. Holds native memory until closed; whoever opened it closes it.
 */
public final class Model implements AutoCloseable {
  private static final String MARKER = "META-INF/ocellus/model";

  private final String name;
  private final String location;
  private final @Nullable Path folder;
  private final Preprocessing preprocessing;
  private final List<String> names;
  private final ImageNetwork network;
  private final @Nullable Fingerprint fingerprint;
  private final @Nullable Calibration calibration;

  private Model(ModelFolder parts, @Nullable Path folder, int threads) throws ModelException {
    this.name = parts.name();
    this.location = parts.location();
    this.folder = folder;
    this.preprocessing = parts.preprocessing();
    this.network = new ImageNetwork(parts, threads);
    this.names = names(parts, network.logits());
    this.fingerprint = fingerprint(parts, network.embedding());
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
              + "): delete it, or make it anew with ./ocellus calibrate");
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
              + " org.ocellus:ocellus-model-pinhole, or open a model folder with Model.open(Path)");
    }
    String base;
    try (InputStream in = marker.openStream()) {
      base = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    return ModelFolder.read(
        base.substring(base.lastIndexOf('/') + 1),
        "class path, " + base,
        part -> {
          try (InputStream in = loader.getResourceAsStream(base + "/" + part)) {
            return in == null ? null : in.readAllBytes();
          }
        });
  }

  private static void requireThreads(int threads) {
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

  /** Whether this model turns pictures into embeddings. */
  public boolean embeds() {
    return network.embedding() != null;
  }

  /** Whether this model knows classes. */
  public boolean classifies() {
    return network.logits() != null;
  }

  /** The names of the classes it knows, by number; empty if it knows none. */
  public List<String> classNames() {
    return names;
  }

  /**
   * The space of this model's embeddings.
   *
   * @throws IllegalStateException if it makes none
   */
  public Fingerprint fingerprint() {
    if (fingerprint == null) {
      throw lacks("embedding");
    }
    return fingerprint;
  }

  /** What its scores are worth; empty if nobody measured it. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /**
   * The length of this model's embeddings.
   *
   * @throws IllegalStateException if it makes none
   */
  public int dimension() {
    ImageNetwork.Output embedding = network.embedding();
    if (embedding == null) {
      throw lacks("embedding");
    }
    return embedding.length();
  }

  /**
   * Its picture encoder, which lives as long as this model.
   *
   * @throws IllegalStateException if it makes no embeddings
   */
  public ImageEncoder encoder() {
    if (!embeds()) {
      throw lacks("embedding");
    }
    return new ImageEncoder(this);
  }

  /**
   * Its classifier, which lives as long as this model.
   *
   * @throws IllegalStateException if it knows no classes
   */
  public ImageClassifier classifier() {
    if (!classifies()) {
      throw lacks("logits");
    }
    return new ImageClassifier(this);
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
    ImageNetwork.Rows rows = network.run(pictures);
    float[][] embeddings = rows.embeddings();
    float[][] logits = rows.logits();
    return IntStream.range(0, pictures.size())
        .mapToObj(
            i ->
                new Prediction(
                    embeddings == null ? null : embeddings[i],
                    logits == null ? null : softmax(logits[i]),
                    names))
        .toList();
  }

  private static List<String> names(ModelFolder parts, ImageNetwork.@Nullable Output logits) {
    if (logits == null) {
      return List.of();
    }
    return parts.names().isEmpty()
        ? IntStream.range(0, logits.length()).mapToObj(i -> "class " + i).toList()
        : parts.names();
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

  private static @Nullable Fingerprint fingerprint(
      ModelFolder folder, ImageNetwork.@Nullable Output embedding) {
    return embedding == null
        ? null
        : Fingerprint.of(
            Map.of(
                "graph", Fingerprint.sha256(folder.graph()),
                "output", embedding.name(),
                "dimension", Integer.toString(embedding.length()),
                "pooling", embedding.name().equals("last_hidden_state") ? "cls" : "none",
                "preprocessing", folder.preprocessing().toJson(),
                "preprocessing.code", Integer.toString(Preprocessing.CODE_VERSION)));
  }

  private IllegalStateException lacks(String output) {
    return new IllegalStateException(
        "model " + name + " (" + location + ") has no " + output + " output");
  }

  /** Frees the network's native memory, after waiting for runs under way. */
  @Override
  public void close() {
    network.close();
  }
}
