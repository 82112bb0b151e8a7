package org.ocellus.trainer.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.onnx.Graft;
import org.ocellus.trainer.onnx.LastPlanes;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A captioner as two graphs, as Hugging Face exports vision-encoder-decoder models: pictures to
 * {@code last_hidden_state [N, T, width]}, and {@code input_ids [N, L]} with {@code
 * encoder_hidden_states} to {@code logits [N, L, words]}.
 *
 * @param encoder from the image network's input, which keeps its name
 * @param decoder without past keys and values: sentences are short
 */
record CaptionerExport(ModelProto encoder, ModelProto decoder) {
  /** The encoder's output. */
  static final String MEMORY = "last_hidden_state";

  static CaptionerExport of(CaptionNetwork network, LastPlanes planes, String name) {
    OnnxGraph places = network.places().export("planes", MEMORY);
    ModelProto both = Graft.onto(planes.model(), planes.name(), places.toModel(name), MEMORY);
    ModelProto.Builder encoder = both.toBuilder();
    int outputs = encoder.getGraph().getOutputCount();
    encoder
        .getGraphBuilder()
        .clearOutput()
        .addOutput(both.getGraph().getOutput(outputs - 1))
        .setName(name + "-encoder");
    OnnxGraph decoder = network.decoder().export();
    return new CaptionerExport(encoder.build(), decoder.toModel(name + "-decoder"));
  }
}
