package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged pictures of every format, decoded and embedded in a child JVM: each is embedded or
 * refused by an {@code ImageDecodingException}. To see one of them again: {@code new
 * Mutations(SeedPictures.all(), SEED).picture(number)}.
 */
class MutatedPicturesTest {
  private static final long SEED = 20_261_125;

  private static final List<String> LONG_LIVED = List.of("-Xmx256m");

  /** Bytes: the heap, the JVM's own, the network, and ten megapixels decoded. */
  private static final long MOST_MEMORY = 1L << 30;

  /** The child's processor time for one picture, so that a busy machine is no hang. */
  private static final Duration HANG = Duration.ofSeconds(5);

  /** Wall time for one picture, or for the start, that nothing but a standstill takes. */
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  private static final int MOST_DEFECTS = 20;

  @TempDir Path folder;

  @Test
  void aDamagedPictureIsEmbeddedOrRefused() throws Exception {
    decode(20_000, ChildJvm.SHORT_LIVED);
  }

  @Test
  @Tag("soak")
  void amongAMillionDamagedPicturesNoneCrashesHangsOrFloodsMemory() throws Exception {
    decode(1_000_000, LONG_LIVED);
  }

  private void decode(long count, List<String> options) throws Exception {
    MutationLedger ledger = MutationLedger.in(folder.resolve("ledger"));
    List<String> defects = new ArrayList<>();
    long start = System.nanoTime();
    for (long next = 0; next < count && defects.size() < MOST_DEFECTS; ) {
      String end = decode(next, count, ledger, options);
      if (end == null) {
        next = count;
      } else {
        defects.add("number " + ledger.current() + ": " + end);
        next = ledger.current() + 1;
      }
    }
    if (Files.exists(complaints())) {
      defects.addAll(Files.readAllLines(complaints()));
    }
    System.out.printf(
        "%d mutated pictures in %d s: %s%n",
        count, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), ledger);

    assertThat(defects).as("seed %d", SEED).isEmpty();
    assertThat(ledger.embedded() + ledger.refused()).isEqualTo(count);
    assertThat(ledger.embedded()).isPositive();
    assertThat(ledger.peakMemory()).isLessThan(MOST_MEMORY);
  }

  /** Lets a child decode these; what went wrong with the ledger's current one, or null. */
  private @Nullable String decode(
      long from, long until, MutationLedger ledger, List<String> options)
      throws IOException, InterruptedException {
    ledger.begin(from);
    Process child =
        ChildJvm.of(
                DecodeMutations.class,
                options,
                Long.toString(SEED),
                Long.toString(from),
                Long.toString(until),
                folder.resolve("ledger").toString())
            .directory(folder.toFile())
            // The codecs write there what they think of a picture.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(complaints().toFile()))
            .start();
    try {
      long watched = -1;
      Duration processor = Duration.ZERO;
      long since = System.nanoTime();
      while (!child.waitFor(100, TimeUnit.MILLISECONDS)) {
        Duration used = child.info().totalCpuDuration().orElse(Duration.ZERO);
        if (ledger.current() != watched) {
          watched = ledger.current();
          processor = used;
          since = System.nanoTime();
        }
        boolean starting = watched == from;
        if ((!starting && used.minus(processor).compareTo(HANG) > 0)
            || System.nanoTime() - since > STANDSTILL.toNanos()) {
          return "hangs";
        }
      }
      return child.exitValue() == 0 ? null : "the JVM ended with " + child.exitValue();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Path complaints() {
    return folder.resolve("complaints");
  }
}
