package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of a few megabytes, in a mount namespace of its own. */
class FullTmpfsTest {
  private static final String MOUNT = "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"";

  @TempDir Path folder;

  @Test
  void aFullFileSystemIsNamedWhatWasCommittedIsSafeAndWorkResumesWhenThereIsSpace()
      throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        canMount(disk), "this system lets nobody but root mount a tmpfs: unshare or mount failed");
    List<String> command = new ArrayList<>(mounting(disk));
    command.addAll(
        ChildJvm.of(
                FillDisk.class,
                ChildJvm.SHORT_LIVED,
                disk.toString(),
                folder.resolve("photos").toString())
            .command());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).endsWith("survived\n");
  }

  private static boolean canMount(Path disk) throws InterruptedException {
    List<String> command = new ArrayList<>(mounting(disk));
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> mounting(Path disk) {
    return List.of("unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, disk.toString());
  }
}
