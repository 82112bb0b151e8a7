package org.ocellus.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashIndexTest {

  @Test
  void itFindsEveryHashWithinTheRadiusOnceAndNoOther() {
    Random random = new Random(3);
    long[] hashes = random.longs(4000).toArray();
    // Families of hashes a few bits apart, and some that are equal.
    for (int i = 0; i < 2000; i++) {
      hashes[i] = hashes[2000 + i % 100];
      for (int flips = i % 18; flips > 0; flips--) {
        hashes[i] ^= 1L << random.nextInt(64);
      }
    }
    int[] members = IntStream.range(0, hashes.length).filter(i -> i % 7 != 0).toArray();
    for (int radius : new int[] {0, 3, 4, 10, 15}) {
      HashIndex index = new HashIndex(hashes, members, radius);
      for (int query = 0; query < 300; query++) {
        long hash = hashes[query];
        List<Integer> found = new ArrayList<>();
        index.near(hash, found::add);
        assertThat(found)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.of(members)
                    .filter(i -> Long.bitCount(hash ^ hashes[i]) <= radius)
                    .boxed()
                    .toList());
      }
    }
  }
}
