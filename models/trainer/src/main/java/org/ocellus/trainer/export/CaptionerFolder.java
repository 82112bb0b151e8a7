package org.ocellus.trainer.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.captioner.CaptionVocabulary;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.data.PictureFile;
import org.ocellus.trainer.onnx.LastPlanes;
import org.ocellus.trainer.storage.AtomicFile;
import org.ocellus.trainer.training.TrainingException;

/**
 * Writes a captioner's model folder: {@code encoder_model.onnx}, {@code decoder_model.onnx}, {@code
 * tokenizer.json}, {@code generation_config.json}, {@code config.json}, {@code
 * preprocessor_config.json} and the model card {@code README.md}. Each file replaces its forerunner
 * at once.
 */
public final class CaptionerFolder {
  /** Graphs that differ more than this from the network are not written. */
  private static final double TOLERANCE = 1e-4;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  /** Names the folder; it is created when first written. */
  public CaptionerFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Exports a captioner, checked by ONNX Runtime on a picture, and its card.
   *
   * @throws TrainingException if the folder cannot be made or the graphs do not agree with the
   *     network
   * @throws org.ocellus.trainer.storage.StorageException if a file cannot be written
   */
  public void write(CaptionNetwork network, CaptionerCard card) {
    CaptionerRecipe recipe = card.recipe();
    CaptionData data = card.data();
    LastPlanes planes = data.encoder().planes();
    CaptionerExport export = CaptionerExport.of(network, planes, recipe.name());
    double difference = difference(network, recipe, data, export);
    if (!(difference <= TOLERANCE)) {
      throw new TrainingException(
          "the exported graphs differ from the network by " + difference + "; report this bug");
    }
    byte[] encoder = export.encoder().toByteArray();
    byte[] decoder = export.decoder().toByteArray();
    try {
      Files.createDirectories(folder);
      write("encoder_model.onnx", encoder);
      write("decoder_model.onnx", decoder);
      write("tokenizer.json", TokenizerJson.of(data.vocabulary()));
      write("generation_config.json", generation(recipe));
      write("config.json", config(recipe, data.vocabulary()));
      write("preprocessor_config.json", data.encoder().preprocessing().toJson().getBytes(UTF_8));
      write(
          "README.md",
          card.text(network, encoder.length, decoder.length, difference).getBytes(UTF_8));
    } catch (IOException e) {
      throw new TrainingException("cannot create " + folder + "; give another --out folder", e);
    }
  }

  private static double difference(
      CaptionNetwork network, CaptionerRecipe recipe, CaptionData data, CaptionerExport export) {
    Preprocessing preprocessing = data.encoder().preprocessing();
    try {
      RgbImage picture = new PictureFile(Path.of(data.development().name(0))).decode(preprocessing);
      return CaptionerParity.greatestDifference(
          network,
          data.encoder().planes(),
          export,
          preprocessing.apply(picture),
          data.vocabulary().size(),
          recipe.positions());
    } catch (IOException e) {
      throw new TrainingException("cannot check the exported graphs: " + e.getMessage(), e);
    }
  }

  private static ObjectNode generation(CaptionerRecipe recipe) {
    return tokens()
        .put("max_length", recipe.positions() + 1)
        .put("num_beams", recipe.generation().beams())
        .put("length_penalty", recipe.generation().lengthPenalty());
  }

  private static ObjectNode config(CaptionerRecipe recipe, CaptionVocabulary vocabulary) {
    ObjectNode config = tokens();
    config.put("model_type", "vision-encoder-decoder").put("is_encoder_decoder", true);
    config
        .putObject("decoder")
        .put("vocab_size", vocabulary.size())
        .put("d_model", recipe.decoder().width())
        .put("decoder_layers", recipe.decoder().layers())
        .put("decoder_attention_heads", recipe.decoder().heads())
        .put("max_position_embeddings", recipe.positions());
    config.putObject("ocellus").put("name", recipe.name());
    return config;
  }

  private static ObjectNode tokens() {
    return JSON.createObjectNode()
        .put("decoder_start_token_id", CaptionVocabulary.BEGIN)
        .put("bos_token_id", CaptionVocabulary.BEGIN)
        .put("eos_token_id", CaptionVocabulary.END)
        .put("pad_token_id", CaptionVocabulary.PAD);
  }

  private void write(String name, JsonNode content) throws IOException {
    write(name, JSON.writeValueAsBytes(content));
  }

  private void write(String name, byte[] content) {
    AtomicFile.write(folder.resolve(name), content);
  }
}
