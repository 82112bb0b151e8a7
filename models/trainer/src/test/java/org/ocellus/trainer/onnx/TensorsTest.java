package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Test
  void floatsAreReadFromBothFormsThatOnnxHas() {
    assertThat(Tensors.floats(Tensors.of("raw", new float[] {1.5f, -2}, 2L)))
        .containsExactly(1.5f, -2);
    assertThat(
            Tensors.floats(
                TensorProto.newBuilder()
                    .setDataType(DataType.FLOAT.getNumber())
                    .addFloatData(3)
                    .addFloatData(4.25f)
                    .build()))
        .containsExactly(3, 4.25f);
  }

  @Test
  void otherTypesAndFilesAreRefusedByName() {
    assertThatThrownBy(() -> Tensors.floats(Tensors.of("whole", new int[] {1}, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"whole\"");
    TensorProto external =
        Tensors.of("far", new float[0], 0L).toBuilder()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .build();
    assertThatThrownBy(() -> Tensors.floats(external)).hasMessageContaining("\"far\"");
  }
}
