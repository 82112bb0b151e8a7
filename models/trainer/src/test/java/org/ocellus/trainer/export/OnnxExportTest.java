package org.ocellus.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.trainer.ToyRecipe;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.training.Silent;
import org.ocellus.trainer.training.Training;

class OnnxExportTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void onnxRuntimeComputesWhatTheTrainedNetworkComputes(int batch) throws Exception {
    try (Training training = trained()) {
      Network network = training.network();

      float[] pixels = ParityCheck.randomPixels(network.spec().input(), batch);

      double difference =
          ParityCheck.greatestDifference(network, OnnxExport.of(network, "toy", 1.7), 1.7, pixels);

      assertThat(difference).isLessThan(1e-4);
    }
  }

  @Test
  void theGraphHasNoFieldThatOnnxDoesNotKnow() throws Exception {
    try (Network network =
        new Network(ToyRecipe.NETWORK.network().withLinearHead("logits", 5), 1)) {
      OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(OnnxExport.of(network, "toy", 1));

      assertNothingUnknown(model);
      assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
      assertThat(model.getGraph().getNodeList())
          .extracting(OnnxMl.NodeProto::getOpType)
          .containsOnly(
              "Conv", "Relu", "Add", "GlobalAveragePool", "Flatten", "Gemm", "Identity", "Div");
    }
  }

  @Test
  void operatorsAreNamedAfterTheirLayers() throws Exception {
    NetworkSpec spec =
        RecipeReader.network(
                "layers: {input: [3, 8, 8], body: [conv: {out: 4, kernel: 3}, batch_norm, relu,"
                    + " residual: {body: [squeeze_excite]}, min_pool: {kernel: 2}, global_mean]}")
            .network();
    try (Network network = new Network(spec.withLinearHead("logits", 5), 1)) {
      OnnxMl.GraphProto graph =
          OnnxMl.ModelProto.parseFrom(OnnxExport.of(network, "toy", 1)).getGraph();

      assertThat(graph.getNodeList())
          .extracting(OnnxMl.NodeProto::getName)
          .containsExactly(
              "conv1/Conv",
              "relu1/Relu",
              "residual1.squeeze_excite1.global_mean1/GlobalAveragePool",
              "residual1.squeeze_excite1.global_mean1/Flatten",
              "residual1.squeeze_excite1.linear1/Gemm",
              "residual1.squeeze_excite1.relu1/Relu",
              "residual1.squeeze_excite1.linear2/Gemm",
              "residual1.squeeze_excite1.sigmoid1/Sigmoid",
              "residual1.squeeze_excite1/Unsqueeze",
              "residual1.squeeze_excite1/Mul",
              "residual1/Add",
              "min_pool1/Neg",
              "min_pool1/MaxPool",
              "min_pool1/Neg_2",
              "global_mean1/GlobalAveragePool",
              "global_mean1/Flatten",
              "embedding",
              "logits.linear1/Gemm",
              "logits");
    }
  }

  @Test
  void inputAndOutputsHaveTheirNamesShapesAndASymbolicBatch() throws Exception {
    try (Network network =
        new Network(ToyRecipe.NETWORK.network().withLinearHead("logits", 5), 1)) {
      OnnxMl.GraphProto graph =
          OnnxMl.ModelProto.parseFrom(OnnxExport.of(network, "toy", 1)).getGraph();

      assertThat(graph.getInputList())
          .extracting(OnnxExportTest::signature)
          .containsExactly("pixel_values [N, 3, 16, 16]");
      assertThat(graph.getOutputList())
          .extracting(OnnxExportTest::signature)
          .containsExactly("embedding [N, 16]", "logits [N, 5]");
    }
  }

  private Training trained() throws Exception {
    Recipe recipe = ToyRecipe.of(2, 0.1);
    Training training =
        new Training(recipe, ToyRecipe.data(recipe, folder, 20), folder.resolve("state"));
    training.run(false, new Silent());
    return training;
  }

  private static String signature(OnnxMl.ValueInfoProto value) {
    List<String> shape =
        value.getType().getTensorType().getShape().getDimList().stream()
            .map(d -> d.getDimParam().isEmpty() ? Long.toString(d.getDimValue()) : d.getDimParam())
            .toList();
    return value.getName() + " " + shape;
  }

  private static void assertNothingUnknown(Message message) {
    assertThat(message.getUnknownFields().asMap()).as(message.getClass().getName()).isEmpty();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getValue() instanceof Message one) {
        assertNothingUnknown(one);
      } else if (field.getValue() instanceof List<?> many) {
        for (Object value : many) {
          if (value instanceof Message one) {
            assertNothingUnknown(one);
          }
        }
      }
    }
  }
}
