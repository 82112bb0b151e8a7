package org.ocellus.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProtobufMessageTest {
  @Test
  void fieldsAreEncodedAsInTheSpecification() {
    assertThat(new ProtobufMessage().number(1, 150).toBytes())
        .isEqualTo(new byte[] {0x08, (byte) 0x96, 0x01});
    assertThat(new ProtobufMessage().text(2, "testing").toBytes())
        .isEqualTo(new byte[] {0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67});
  }

  @Test
  void everyFieldIsEncodedAsGooglesLibraryDoes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream google = CodedOutputStream.newInstance(bytes);
    google.writeInt64(20, -1);
    google.writeInt64(3, Long.MAX_VALUE);
    google.writeString(9, "Ä");
    google.writeBytes(4, ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3f}));
    google.flush();

    assertThat(
            new ProtobufMessage()
                .number(20, -1)
                .number(3, Long.MAX_VALUE)
                .text(9, "Ä")
                .rawFloats(4, new float[] {1})
                .toBytes())
        .isEqualTo(bytes.toByteArray());
  }
}
