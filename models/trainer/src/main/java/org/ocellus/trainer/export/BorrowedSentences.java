package org.ocellus.trainer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.storage.AtomicFile;
import org.ocellus.trainer.task.TextEmbeddingLoss;

/** How a teacher reads sentences, for a student that places pictures where its teacher does. */
public final class BorrowedSentences {
  private static final String PROJECTION = "projection";

  private final ObjectNode text;
  private final String projection;
  private final byte[] graph;

  /**
   * Reads what there is to borrow.
   *
   * @param teacher a model folder that {@code align} wrote
   * @throws DataException if it is none, or cannot be read
   */
  public BorrowedSentences(Path teacher) {
    try {
      JsonNode read =
          new ObjectMapper().readTree(teacher.resolve("config.json").toFile()).at("/ocellus/text");
      projection = read.path(PROJECTION).asText();
      if (!(read instanceof ObjectNode found) || projection.isEmpty() || !found.has("encoder")) {
        throw new DataException(
            "the teacher %s reads no sentences in a way that a student can borrow; make one that does with ./ocellus align"
                .formatted(teacher));
      }
      text = found.deepCopy().put("image_output", TextEmbeddingLoss.OUTPUT);
      graph = Files.readAllBytes(teacher.resolve(projection));
    } catch (IOException e) {
      throw new DataException("cannot read the teacher " + teacher + ": " + e.getMessage(), e);
    }
  }

  /** Writes it into a student's folder and configuration. */
  void into(Path folder, ObjectNode ours) {
    AtomicFile.write(folder.resolve(projection), graph);
    ours.set("text", text);
  }
}
