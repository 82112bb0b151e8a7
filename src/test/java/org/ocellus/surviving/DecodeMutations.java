package org.ocellus.surviving;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.image.Tensor;
import org.ocellus.index.Picture;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;

/**
 * The child of {@link MutatedPicturesTest}: takes damaged pictures the way of {@code
 * VisualIndex.add} up to the embedding. Whatever is neither an embedding nor an {@link
 * ImageDecodingException} is a line on standard output.
 */
final class DecodeMutations {
  /** So that a picture that only claims to be large does not take the time of a thousand. */
  private static final long MAX_PIXELS = 10_000_000;

  private static final int BATCH = 32;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Mutations mutations;
  private final MutationLedger ledger;
  private final Model model;
  private final PictureReader reader;
  private final List<Tensor> batch = new ArrayList<>();

  private DecodeMutations(Mutations mutations, MutationLedger ledger, Model model) {
    this.mutations = mutations;
    this.ledger = ledger;
    this.model = model;
    this.reader = new PictureReader(new ImageDecoder(MAX_PIXELS), model.preprocessing());
  }

  /** Arguments: seed, first number, one past the last, ledger. */
  public static void main(String[] args) throws IOException {
    List<byte[]> whole = SeedPictures.all();
    Mutations mutations = new Mutations(whole, Long.parseLong(args[0]));
    MutationLedger ledger = MutationLedger.in(Path.of(args[3]));
    try (Model model = Model.bundled(1)) {
      DecodeMutations child = new DecodeMutations(mutations, ledger, model);
      child.warmUp(whole);
      child.run(Long.parseLong(args[1]), Long.parseLong(args[2]));
    }
  }

  /** So that what the JVM loads and compiles at first is not laid at the first picture's door. */
  private void warmUp(List<byte[]> whole) throws IOException {
    for (byte[] picture : whole) {
      try {
        model.predict(List.of(reader.read(Picture.of(picture)).tensor()));
      } catch (ImageDecodingException e) {
        // Among the whole ones are some of flavours that are not read.
      }
    }
  }

  private void run(long from, long until) throws IOException {
    for (long number = from; number < until; number++) {
      ledger.begin(number);
      long start = THREADS.getCurrentThreadCpuTime();
      decode(number);
      ledger.took(number, THREADS.getCurrentThreadCpuTime() - start);
      if (batch.size() == BATCH || number + 1 == until) {
        embed(number);
      }
      if (number % 1000 == 999 || number + 1 == until) {
        ledger.memory(ResidentMemory.isKnown() ? ResidentMemory.peak() : 0);
      }
    }
    ledger.begin(until);
  }

  private void decode(long number) {
    try {
      Picture picture = Picture.of(mutations.picture(number)).id("number " + number);
      batch.add(reader.read(picture).tensor());
    } catch (ImageDecodingException e) {
      ledger.refused(e.reason());
    } catch (Throwable e) {
      complain(number, e);
    }
  }

  private void embed(long number) {
    try {
      // The network itself refuses what is not finite.
      ledger.embedded(model.predict(batch).size());
    } catch (ModelException | RuntimeException e) {
      complain(number, e);
    }
    batch.clear();
  }

  private static void complain(long number, Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    System.out.println(
        "number " + number + ": " + e + (trace.length == 0 ? "" : " at " + trace[0]));
  }
}
