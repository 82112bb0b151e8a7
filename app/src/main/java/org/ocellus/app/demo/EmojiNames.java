package org.ocellus.app.demo;

import java.lang.Character.UnicodeBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocellus.model.Fingerprint;

/**
 * What Unicode says of an emoji, told from a file name such as {@code 1f408-200d-2b1b}: its code
 * points in hexadecimal.
 */
record EmojiNames(List<Integer> codePoints) {
  private static final Set<String> STOP_WORDS =
      Set.of("with", "and", "of", "the", "sign", "symbol", "for", "on", "in", "a", "at", "or");

  static EmojiNames of(String fileName) {
    return new EmojiNames(
        Arrays.stream(fileName.split("[-_]")).map(hex -> Integer.parseInt(hex, 16)).toList());
  }

  /** Whether this is a picture once more, in another colour of skin. */
  boolean isSkinToneTwin() {
    return codePoints.stream().anyMatch(c -> c >= 0x1F3FB && c <= 0x1F3FF);
  }

  /** The names of its code points, lower case: {@code cat, black large square}. */
  String caption() {
    return named().stream().map(EmojiNames::name).collect(Collectors.joining(", "));
  }

  /** The words of its names that say something, and its Unicode block. */
  List<String> keywords() {
    Set<String> words = new LinkedHashSet<>();
    named().forEach(c -> words.addAll(List.of(name(c).split("[^\\p{L}\\p{N}]+"))));
    words.removeAll(STOP_WORDS);
    words.remove("");
    words.add(block(base()));
    return List.copyOf(words);
  }

  /** The code point that decides what the emoji is; joined ones vary it. */
  int base() {
    return codePoints.get(0);
  }

  /**
   * Whether it belongs to the half that nothing is trained on: all emoji of a base fall together.
   * Decided by SHA-256 over the base in decimal: whether its last digit is odd.
   */
  boolean isHeldOut() {
    String hash = Fingerprint.sha256(Integer.toString(base()).getBytes(StandardCharsets.US_ASCII));
    return Character.digit(hash.charAt(hash.length() - 1), 16) % 2 == 1;
  }

  /** All code points but those that only say how to draw or join the others. */
  private List<Integer> named() {
    List<Integer> named =
        codePoints.stream()
            .filter(c -> c != 0xFE0F && c != 0x200D && !(c >= 0xE0020 && c <= 0xE007F))
            .toList();
    return named.isEmpty() ? codePoints : named;
  }

  /** Its name, or its block's where this JDK does not know it yet. */
  private static String name(int codePoint) {
    String name = Character.getName(codePoint);
    return name == null ? block(codePoint) : name.toLowerCase(Locale.ROOT);
  }

  private static String block(int codePoint) {
    UnicodeBlock block = UnicodeBlock.of(codePoint);
    return block == null
        ? "unassigned"
        : block.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
