package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingJsonTest {

  /** As openai/clip-vit-base-patch32 has it, in the form of transformers 4.26 and later. */
  private static final String CLIP =
      """
      {"crop_size": {"height": 224, "width": 224}, "do_center_crop": true, "do_convert_rgb": true,
       "do_normalize": true, "do_rescale": true, "do_resize": true,
       "image_mean": [0.48145466, 0.4578275, 0.40821073],
       "image_processor_type": "CLIPImageProcessor",
       "image_std": [0.26862954, 0.26130258, 0.27577711],
       "resample": 3, "rescale_factor": 0.00392156862745098, "size": {"shortest_edge": 224}}
      """;

  @Test
  void anExportOfClipIsUnderstood() {
    assertThat(Preprocessing.fromJson(CLIP))
        .isEqualTo(
            Preprocessing.builder()
                .shortestEdge(224)
                .crop(224)
                .resampling(Resampling.BICUBIC)
                .normalize(
                    new Normalization(
                        List.of(0.48145466, 0.4578275, 0.40821073),
                        List.of(0.26862954, 0.26130258, 0.27577711)))
                .build());
  }

  @Test
  void theOlderFormWithBareNumbersIsUnderstood() {
    Preprocessing crops =
        Preprocessing.fromJson(
            """
            {"crop_size": 224, "do_center_crop": true, "do_normalize": true, "do_resize": true,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 3, "size": 256}
            """);
    Preprocessing squares =
        Preprocessing.fromJson("{\"do_normalize\": false, \"do_resize\": true, \"size\": 384}");

    assertThat(crops.resize()).hasValue(new Resize.ShortestEdge(256));
    assertThat(crops.crop()).hasValue(new CenterCrop(224, 224));
    assertThat(squares.resize()).hasValue(new Resize.Exact(384, 384));
    assertThat(squares.rescale()).hasValue(1 / 255.0);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Preprocessing settings =
        Preprocessing.builder()
            .longestEdge(64)
            .resampling(Resampling.LANCZOS)
            .filter(new Filter(Kernel.gabor(30, 4, 1.5, 0.5), Padding.REPLICATE, 2))
            .filter(Filter.of(Kernel.gaussian()))
            .rescale(1 / 127.5)
            .normalize(Normalization.IMAGENET)
            .reducedDecoding(true)
            .build();

    assertThat(Preprocessing.fromJson(settings.toJson())).isEqualTo(settings);
    assertThat(Preprocessing.fromJson(settings.toJson()).toJson()).isEqualTo(settings.toJson());
  }

  @Test
  void theCanonicalFormForgetsWhereSettingsCameFrom() {
    String shuffled =
        "{\"size\":{\"width\":32,\"height\":16},\"image_processor_type\":\"X\",\"resample\":2}";

    assertThat(Preprocessing.fromJson(shuffled).toJson())
        .isEqualTo(Preprocessing.builder().size(16, 32).build().toJson());
  }

  @Test
  void aShareToCropIsThatOfConvNextAndResNet() {
    String resnet = "{\"size\": 224, \"crop_pct\": 0.875, \"resample\": 3}";
    String large = "{\"size\": {\"shortest_edge\": 384}, \"crop_pct\": 0.95}";

    assertThat(Preprocessing.fromJson(resnet))
        .isEqualTo(
            Preprocessing.fromJson(
                "{\"size\": {\"shortest_edge\": 256}, \"crop_size\": 224, \"resample\": 3}"));
    assertThat(Preprocessing.fromJson(large))
        .isEqualTo(Preprocessing.fromJson("{\"size\": {\"height\": 384, \"width\": 384}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"size\": {\"edge\": 3}}|size must hold shortest_edge",
        "{\"size\": \"large\"}|size must be an object",
        "{\"size\": 224, \"resample\": 9}|resample must be 0",
        "{\"size\": 224, \"resample\": \"cubic\"}|resample must be a whole number",
        "{\"size\": 224, \"do_resize\": 1}|do_resize must be true or false",
        "{\"size\": 0}|size.height must be >= 1",
        "{\"size\": 9, \"do_normalize\": true}|image_mean must be three",
        "{\"size\": 9, \"image_mean\": [1, 2, 3], \"image_std\": [1, 0, 1]}|image_std must be",
        "{\"size\": 9, \"image_mean\": [\"a\"]}|image_mean must be a list of numbers",
        "{\"size\": {\"shortest_edge\": 9}}|set crop_size",
        "{\"size\": 9, \"do_flip_channel_order\": true}|do_flip_channel_order is not supported",
        "{\"size\": 9, \"crop_pct\": 1.5}|crop_pct must be above 0 and at most 1",
        "{\"size\": 9, \"do_pad\": true}|do_pad is supported with size.longest_edge",
        "{\"size\": 9, \"filters\": [{\"rows\": 2, \"cols\": 2, \"values\": [1]}]}|needs 4 values",
        "{\"size\": 9, \"filters\": [{\"rows\":1,\"cols\":1,\"values\":[1],\"padding\":\"x\"}]}|padding",
        "[1]|must be a JSON object",
        "{size|not JSON"
      })
  void aBadFileIsRefusedNamingFileAndField(String json, String complaint, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("preprocessor_config.json"), json);

    assertThatThrownBy(() -> Preprocessing.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(complaint);
  }
}
