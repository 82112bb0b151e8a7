import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what ImageNet's classes are kinds of, as WordNet 3.0 has it, a class a line: {@code
 * goldfish, Carassius auratus<TAB>cyprinid, fish, vertebrate, animal}, the nearest first.
 *
 * <pre>
 * apt-get download wordnet-base    # Debian; dpkg-deb -x it
 * java models/recipes/Hypernyms.java usr/share/wordnet/data.noun CONFIG.json \
 *   > src/main/resources/org/ocellus/model/imagenet-hypernyms.tsv
 * </pre>
 *
 * <p>CONFIG.json is that of any model with ImageNet's 1000 names as {@code id2label}. A name is its
 * synset's words. Where several synsets have the same, the order helps: ImageNet's classes are
 * numbered as WordNet's synsets are; what still is ambiguous keeps what all of them are.
 */
class Hypernyms {
  /** True of too much to find anything by, or words that nobody uses of pictures. */
  private static final Set<String> TOO_GENERAL =
      Set.of(
          "abstraction", "agent", "article", "artifact", "attribute", "body", "causal agent",
          "chordate", "commodity", "container", "communication", "consumer goods", "conveyance", "covering",
          "creation", "device", "diapsid", "durables", "entity", "fluid", "instrumentality",
          "living thing", "matter", "mechanism", "natural object", "nutriment", "object",
          "obstruction", "organism", "oscine", "part", "piece", "physical entity", "placental",
          "plant organ", "plant part", "psychological feature", "relation", "reproductive structure",
          "restraint", "saurian", "self-propelled vehicle", "social group", "solid", "starches",
          "substance", "system", "teleost fish", "thing", "ware", "whole", "group", "measure",
          "arrangement", "area", "region", "location", "way", "shape", "weight", "indefinite quantity",
          "definite quantity", "state", "event", "act", "process", "phenomenon", "unit");

  private record Synset(List<String> words, List<String> parents) {}

  private final Map<String, Synset> synsets = new TreeMap<>();
  private final Map<String, List<String>> byWords = new HashMap<>();

  public static void main(String[] args) throws Exception {
    new Hypernyms(Path.of(args[0])).write(names(Path.of(args[1])));
  }

  /** Reads WordNet's nouns; the format is in its manual page wndb(5). */
  private Hypernyms(Path nouns) throws Exception {
    for (String line : Files.readAllLines(nouns, StandardCharsets.UTF_8)) {
      if (line.startsWith("  ")) {
        continue;
      }
      String[] fields = line.split(" ");
      int count = Integer.parseInt(fields[3], 16);
      List<String> words = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        words.add(fields[4 + 2 * i].replace('_', ' '));
      }
      List<String> parents = new ArrayList<>();
      for (int at = 5 + 2 * count; !fields[at].equals("|"); at += 4) {
        if (fields[at].startsWith("@")) {
          parents.add(fields[at + 1]);
        }
      }
      synsets.put(fields[0], new Synset(words, parents));
      byWords.computeIfAbsent(String.join(", ", words), key -> new ArrayList<>()).add(fields[0]);
    }
  }

  private static List<String> names(Path config) throws Exception {
    String json = Files.readString(config);
    Matcher pair = Pattern.compile("\"(\\d+)\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    pair.region(json.indexOf("id2label"), json.length());
    Map<Integer, String> names = new TreeMap<>();
    while (pair.find()) {
      names.put(Integer.valueOf(pair.group(1)), pair.group(2));
    }
    names.values().removeIf(name -> name.equals("background"));
    return List.copyOf(names.values());
  }

  private void write(List<String> names) {
    String before = "";
    for (int i = 0; i < names.size(); i++) {
      List<String> meant = meant(names, i, before);
      before = meant.get(0);
      Set<String> kinds = kinds(meant.get(0));
      meant.forEach(synset -> kinds.retainAll(kinds(synset)));
      System.out.println(names.get(i) + "\t" + String.join(", ", kinds));
    }
  }

  /** The synsets of a name between the class before and the next one that is certain. */
  private List<String> meant(List<String> names, int number, String before) {
    String next =
        names.stream()
            .skip(number + 1L)
            .map(byWords::get)
            .filter(synsets -> synsets.size() == 1)
            .findFirst()
            .map(synsets -> synsets.get(0))
            .orElse("99999999");
    return byWords.get(names.get(number)).stream()
        .filter(synset -> synset.compareTo(before) > 0 && synset.compareTo(next) < 0)
        .sorted()
        .toList();
  }

  /** What a synset is a kind of, the nearest first, each by the first of its words. */
  private Set<String> kinds(String synset) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> level = synsets.get(synset).parents();
    while (!level.isEmpty()) {
      List<String> above = new ArrayList<>();
      for (String parent : level) {
        if (seen.add(parent)) {
          above.addAll(synsets.get(parent).parents());
        }
      }
      level = above;
    }
    Set<String> kinds = new LinkedHashSet<>();
    seen.forEach(each -> kinds.add(synsets.get(each).words().get(0)));
    kinds.removeAll(TOO_GENERAL);
    kinds.removeAll(Collections.singleton(synsets.get(synset).words().get(0)));
    return kinds;
  }
}
