package org.ocellus.trainer.explain;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * Pictures that explain what a network does with a picture: {@code kernels.png}, its first kernels
 * beside hand-made ones; {@code features-1.png} to {@code features-5.png}, its feature maps by
 * depth; {@code occlusion.png}, what decided the class, or what made two pictures similar.
 */
public final class Explanation {
  private static final int DEPTHS = 5;

  private Explanation() {}

  /**
   * Writes the pictures.
   *
   * @param folder made if it is missing; files of these names are replaced
   * @param other the picture whose similarity to the first is to be explained; null to explain the
   *     first one's class, or its embedding where the model knows no classes
   * @param threads how many threads a run of the network uses
   * @return the files written
   * @throws IOException if a file cannot be written or the network fails
   * @throws IllegalStateException if {@code other} is given and the model makes no embeddings
   */
  public static List<Path> write(
      Path folder, Model model, Subject subject, @Nullable Subject other, int threads)
      throws IOException {
    ModelProto graph = ModelProto.parseFrom(model.graph());
    List<Path> files = new ArrayList<>();
    Files.createDirectories(folder);

    files.add(folder.resolve("kernels.png"));
    KernelSheet.write(
        files.getLast(),
        model.name(),
        subject.seen(),
        FirstLayer.of(graph, subject.input(), threads));

    List<FeatureMaps> depths = FeatureMaps.of(graph, subject.input(), DEPTHS, threads);
    for (int i = 0; i < depths.size(); i++) {
      files.add(folder.resolve("features-" + (i + 1) + ".png"));
      FeatureSheet.write(
          files.getLast(), model.name(), subject.seen(), depths.get(i), i + 1, depths.size());
    }

    files.add(folder.resolve("occlusion.png"));
    if (other != null) {
      OcclusionSheet.ofSimilarity(files.getLast(), model, subject, other);
    } else if (model.classifies()) {
      OcclusionSheet.ofClass(files.getLast(), model, subject);
    } else {
      OcclusionSheet.ofEmbedding(files.getLast(), model, subject);
    }
    return files;
  }
}
