package org.ocellus.surviving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;

/** The child of {@link TwoProcessesTest}: adds and commits a picture for each line it is told. */
final class WriteOnRequest {
  private WriteOnRequest() {}

  public static void main(String[] args) throws IOException {
    try (VisualIndex index = VisualIndex.open(Path.of(args[0]));
        Scanner ids = new Scanner(System.in, StandardCharsets.UTF_8)) {
      System.out.println("open");
      while (ids.hasNextLine()) {
        String id = ids.nextLine();
        index.add(Picture.ofVector(id, new float[] {1, 0}).keywords("x"));
        index.commit();
        System.out.println(id);
      }
    }
  }
}
