package org.ocellus.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.duplicates.DuplicateGroup.Copy;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Quantization;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.ingest.Progress;
import org.ocellus.query.Filter;

/** Groups of pictures whose hashes and vectors are given. */
class DuplicateSearchTest {
  private static final long HASH = 0x5A5A_3C3C_0FF0_1234L;
  private static final long OTHER = ~HASH;

  @TempDir Path folder;
  private PictureIndex index;

  @BeforeEach
  void index() throws IOException {
    index = PictureIndex.open(folder.resolve("index"), null, null, null);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  /** A picture whose vector has this angle, in degrees. */
  private void add(String id, int side, @Nullable Long hash, @Nullable Double degrees)
      throws IOException {
    StoredPicture.Builder picture = new StoredPicture.Builder(id).size(side, side).phash(hash);
    float[] vector =
        degrees == null
            ? null
            : new float[] {
              (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
            };
    index.put(picture.build(), vector, vector == null ? null : Space.ofOwnVectors(2));
  }

  private List<DuplicateGroup> groups(Duplicates wanted) throws IOException {
    index.commit();
    return DuplicateSearch.run(index, wanted, progress -> {});
  }

  private static List<String> ids(DuplicateGroup group) {
    List<String> ids = new ArrayList<>(List.of(group.best()));
    group.copies().forEach(copy -> ids.add(copy.id()));
    return ids;
  }

  @Test
  void aNearHashMakesACopyUnlessTheEmbeddingContradicts() throws IOException {
    add("a", 30, HASH, 0.0);
    add("b", 20, HASH ^ 0b111, 20.0);
    add("c", 10, HASH ^ 0b1, 90.0);
    assertThat(groups(Duplicates.all()))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(ids(group)).containsExactly("a", "b");
              Copy copy = group.copies().get(0);
              assertThat(copy.bits()).isEqualTo(3);
              assertThat(copy.cosine()).isCloseTo(Math.cos(Math.toRadians(20)), within(1e-6));
            });
  }

  @Test
  void aVeryNearEmbeddingMakesACopyUnlessTheHashContradicts() throws IOException {
    add("a", 30, HASH, 0.0);
    add("b", 20, HASH ^ 0xFFFFL, 1.0);
    add("c", 10, OTHER, 1.0);
    assertThat(groups(Duplicates.all()))
        .extracting(group -> ids(group))
        .containsExactly(List.of("a", "b"));
  }

  @Test
  void theBestHasTheMostPixelsThenTheMostBytesThenIsTheOldestThenTheFirst() throws IOException {
    put("small", 10, 900, 1);
    put("light", 20, 500, 1);
    put("young", 20, 800, 9);
    put("zweite", 20, 800, 5);
    put("erste", 20, 800, 5);
    assertThat(groups(Duplicates.all()))
        .extracting(group -> ids(group))
        .containsExactly(List.of("erste", "zweite", "young", "light", "small"));
  }

  private void put(String id, int side, long bytes, long modified) throws IOException {
    index.put(
        new StoredPicture.Builder(id).size(side, side).file(bytes, modified).phash(HASH).build(),
        null,
        null);
  }

  @Test
  void tooManyFiltersAreRefusedByName() throws IOException {
    add("a", 30, HASH, 0.0);
    List<Filter> many = IntStream.range(0, 5000).mapToObj(i -> Filter.folder("f" + i)).toList();
    assertThatThrownBy(() -> groups(Duplicates.all().where(new Filter.Any(many))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too many words");
  }

  @Test
  void aVectorThatCannotBeReadIsAnIOException() throws IOException {
    for (int i = 0; i < 600; i++) {
      add("p" + i, 30, HASH, (double) i);
    }
    index.commit();
    index.read(
        view -> {
          PictureIndex damaged =
              PictureIndex.over(
                  new Damaged((DirectoryReader) view.getIndexReader()), Quantization.NONE);
          assertThatThrownBy(() -> DuplicateSearch.run(damaged, Duplicates.all(), progress -> {}))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("the disk is gone");
          return null;
        });
  }

  /** An index whose vectors cannot be read. */
  private static final class Damaged extends FilterDirectoryReader {
    Damaged(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader segment) {
              return new FilterLeafReader(segment) {
                @Override
                public FloatVectorValues getFloatVectorValues(String field) throws IOException {
                  throw new IOException("the disk is gone");
                }

                @Override
                public CacheHelper getCoreCacheHelper() {
                  return in.getCoreCacheHelper();
                }

                @Override
                public CacheHelper getReaderCacheHelper() {
                  return in.getReaderCacheHelper();
                }
              };
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader other) throws IOException {
      return new Damaged(other);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  @Test
  void copiesOfCopiesDoNotCountSoThatNoChainForms() throws IOException {
    for (int i = 0; i < 10; i++) {
      add("p" + i, 100 - i, null, 10.0 * i);
    }
    // Neighbours are near, at 10 degrees; the ends of three in a row, at 20, are not.
    CopyRule rule = new CopyRule(0, 0.5, 64, Math.cos(Math.toRadians(15)));
    assertThat(groups(Duplicates.all().by(rule)))
        .extracting(group -> ids(group))
        .containsExactly(
            List.of("p0", "p1"),
            List.of("p2", "p3"),
            List.of("p4", "p5"),
            List.of("p6", "p7"),
            List.of("p8", "p9"));
  }

  @Test
  void whatHasNoVectorIsFoundByItsHashAndWhatHasNoHashByItsVector() throws IOException {
    add("a", 30, HASH, null);
    add("b", 20, HASH ^ 0b11, null);
    add("c", 30, null, 45.0);
    add("d", 20, null, 45.5);
    add("e", 10, null, null);
    assertThat(groups(Duplicates.all()))
        .extracting(group -> ids(group))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(groups(Duplicates.all()).get(0).copies().get(0).cosine()).isNull();
    assertThat(groups(Duplicates.all()).get(1).copies().get(0).bits()).isNull();
  }

  @Test
  void picturesOfOneColourAreNotCopiesForThatTheirHashIsZero() throws IOException {
    add("white", 30, 0L, 0.0);
    add("grey", 20, 0L, 30.0);
    add("black", 10, 0L, null);
    assertThat(groups(Duplicates.all())).isEmpty();
  }

  @Test
  void aFilterLeavesOthersOutAndDeletedOnesAreGone() throws IOException {
    for (String id : List.of("a", "b", "c", "d")) {
      index.put(
          new StoredPicture.Builder(id)
              .phash(HASH)
              .build()
              .withKeywords(List.of("tag-" + (id.equals("a") ? "no" : "yes"))),
          null,
          null);
    }
    index.commit();
    index.delete("d");
    assertThat(groups(Duplicates.all().where(keyword("tag-yes"))))
        .extracting(group -> ids(group))
        .containsExactly(List.of("b", "c"));
    assertThat(groups(Duplicates.all()))
        .extracting(group -> ids(group))
        .containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void manyEqualPicturesAreOneGroup() throws IOException {
    for (int i = 0; i < 700; i++) {
      add("p%03d".formatted(i), 10, OTHER ^ (long) i << 20, 10.0);
    }
    index.commit();
    for (int i = 700; i < 1000; i++) {
      add("p%03d".formatted(i), 10, null, 10.0);
    }
    assertThat(groups(Duplicates.all()))
        .singleElement()
        .satisfies(
            group ->
                assertThat(ids(group))
                    .isEqualTo(IntStream.range(0, 1000).mapToObj("p%03d"::formatted).toList()));
  }

  /** All compared with all, in the order of quality. */
  @Test
  void groupsAreThoseOfComparingAllWithAll() throws IOException {
    Random random = new Random(9);
    int count = 600;
    long[] hashes = new long[count];
    double[] degrees = new double[count];
    for (int i = 0; i < count; i++) {
      boolean fresh = i % 3 == 0;
      hashes[i] = fresh ? random.nextLong() : hashes[i - 1] ^ 1L << random.nextInt(64);
      degrees[i] = fresh ? 360 * random.nextDouble() : degrees[i - 1] + 30 * random.nextDouble();
      add("p%03d".formatted(i), 1000 - i, hashes[i], degrees[i]);
      if (i % 250 == 249) {
        index.commit();
      }
    }
    CopyRule rule = new CopyRule(4, 0.9, 12, 0.99);
    TreeMap<Integer, List<String>> expected = new TreeMap<>();
    boolean[] taken = new boolean[count];
    for (int i = 0; i < count; i++) {
      if (taken[i]) {
        continue;
      }
      for (int j = i + 1; j < count; j++) {
        double cosine = Math.cos(Math.toRadians(degrees[i] - degrees[j]));
        int bits = Long.bitCount(hashes[i] ^ hashes[j]);
        if (!taken[j] && ((bits <= 4 && cosine >= 0.9) || (bits <= 12 && cosine >= 0.99))) {
          taken[j] = true;
          expected
              .computeIfAbsent(i, best -> new ArrayList<>(List.of("p%03d".formatted(best))))
              .add("p%03d".formatted(j));
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(groups(Duplicates.all().by(rule)))
        .extracting(group -> ids(group))
        .containsExactlyElementsOf(expected.values());
  }

  @Test
  void itTellsHowFarItIsAndStopsWhenInterrupted() throws IOException {
    for (int i = 0; i < 600; i++) {
      add("p" + i, 10, null, null);
    }
    index.commit();
    List<Progress> told = new ArrayList<>();
    DuplicateSearch.run(index, Duplicates.all(), told::add);
    assertThat(told).extracting(Progress::done).containsExactly(256L, 512L, 600L);
    assertThatThrownBy(
            () ->
                DuplicateSearch.run(
                    index, Duplicates.all(), progress -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("stopped after 256 of 600 pictures");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aRuleThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new CopyRule(16, 0.8, 22, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bits must be in [0, 15], got 16");
    assertThatThrownBy(() -> new CopyRule(10, 0.8, 9, 0.9))
        .hasMessage("looseBits must be in [bits, 64], got 9");
    assertThatThrownBy(() -> new CopyRule(10, 0.8, 22, 0.7))
        .hasMessageContaining("must rise within [-1, 1], got 0.8 and 0.7");
  }
}
