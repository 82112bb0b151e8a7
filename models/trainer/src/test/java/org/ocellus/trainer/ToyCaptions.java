package org.ocellus.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.captioner.CaptionerRecipe.Captions;
import org.ocellus.trainer.captioner.CaptionerRecipe.Generation;
import org.ocellus.trainer.captioner.CaptionerRecipe.SelfCriticalSpec;
import org.ocellus.trainer.onnx.OnnxGraph;
import org.ocellus.trainer.recipe.OptimiserSpec;
import org.ocellus.trainer.recipe.Schedule;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.transformer.DecoderSpec;

/**
 * {@link ToyPictures}, each with a sentence that tells its shape, and an image network that knows
 * edges.
 */
public final class ToyCaptions {
  /** What is said of each shape. */
  public static final Map<String, String> SENTENCES =
      Map.of(
          "disk", "It's a disk.",
          "level", "Some stripes lie level.",
          "upright", "Here stripes stand upright!");

  private static final int EACH = 24;
  private static final int HELD_OUT = 8;
  private static final int SIDE = 16;

  private ToyCaptions() {}

  /** Writes pictures, their manifest and the model folder {@code encoder}. */
  public static void write(Path folder) throws IOException {
    ToyPictures.write(folder.resolve("shapes"), EACH);
    List<String> lines = new ArrayList<>();
    for (String shape : ToyPictures.SHAPES) {
      for (int i = 0; i < EACH; i++) {
        lines.add(
            "{\"path\": \"shapes/%s/%d.png\", \"split\": \"%s\", \"captions\": [\"%s\"]}"
                .formatted(shape, i, i < HELD_OUT ? "dev" : "train", SENTENCES.get(shape)));
      }
    }
    Files.write(folder.resolve("captions.jsonl"), lines, UTF_8);
    SmallModel.write(folder.resolve("encoder"), edges(), SIDE);
  }

  /** How strong edges are in each part of the picture, by their direction. */
  private static ModelProto edges() {
    float[] kernels = new float[4 * 3 * 3 * 3];
    for (int i = 0; i < 3 * 3 * 3; i++) {
      int row = i / 3 % 3 - 1;
      int column = i % 3 - 1;
      kernels[i] = row;
      kernels[27 + i] = -row;
      kernels[54 + i] = column;
      kernels[81 + i] = -column;
    }
    OnnxGraph graph = new OnnxGraph().input("pixel_values", -1, 3, SIDE, SIDE);
    String edges =
        graph.node(
            "Conv",
            List.of("pixel_values", graph.constant("kernels", kernels, 4, 3, 3, 3)),
            OnnxGraph.attribute("pads", new long[] {1, 1, 1, 1}));
    String parts =
        graph.node(
            "AveragePool",
            List.of(graph.node("Relu", List.of(edges))),
            OnnxGraph.attribute("kernel_shape", new long[] {4, 4}),
            OnnxGraph.attribute("strides", new long[] {4, 4}));
    graph.named("embedding", "Flatten", List.of(graph.node("GlobalAveragePool", List.of(parts))));
    return graph.output("embedding", -1, 4).toModel("edges");
  }

  /** A recipe that learns them in seconds. */
  public static CaptionerRecipe recipe(int epochs, int patience, double peak) {
    return recipe(epochs, patience, peak, 0.05, null);
  }

  /** A recipe that goes on from that one by sentences of its own. */
  public static CaptionerRecipe selfCritical(int epochs) {
    return recipe(epochs, epochs, 0.003, 0, new SelfCriticalSpec(4));
  }

  private static CaptionerRecipe recipe(
      int epochs, int patience, double peak, double smoothing, @Nullable SelfCriticalSpec own) {
    return new CaptionerRecipe(
        "toy",
        "Tells three shapes.",
        List.of("Anything else."),
        "encoder",
        new Captions("captions.jsonl", "self-made", "train", "dev", 1, 6),
        new DecoderSpec(16, 2, 1, 32, 0.1),
        smoothing,
        patience,
        own,
        new Generation(2, 1),
        new TrainingSpec(
            epochs,
            8,
            null,
            new OptimiserSpec.AdamW(0.9, 0.98, 0.01, 1.0),
            new Schedule.OneCycle(peak, 0.2),
            0.9,
            TrainingSpec.Precision.FLOAT32,
            1,
            3));
  }

  /** What the recipe learns from in a folder that was written. */
  public static CaptionData data(CaptionerRecipe recipe, Path folder) throws InterruptedException {
    return CaptionData.prepare(recipe, folder, folder.resolve("cache"), (done, total, bad) -> {});
  }
}
