package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ocellus.trainer.data.DataException;

/**
 * What the labels of data are called where they are codes, such as class numbers or WordNet ids.
 */
public final class LabelNames {
  /** Of Fashion-MNIST, by class number; its files hold the numbers alone (Xiao et al., 2017). */
  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private final Map<String, String> names = new HashMap<>();

  private LabelNames() {}

  /**
   * Reads a file of names.
   *
   * @param file lines of {@code code<TAB>name}; a line without a tab is the name of its number,
   *     from 0
   * @throws DataException if it cannot be read
   */
  public static LabelNames read(Path file) {
    try {
      LabelNames names = new LabelNames();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        int tab = line.indexOf('\t');
        if (tab >= 0) {
          names.names.put(fold(line.substring(0, tab)), line.substring(tab + 1).strip());
        } else if (!line.isBlank()) {
          names.names.put(Integer.toString(number), line.strip());
        }
        number++;
      }
      return names;
    } catch (IOException e) {
      throw new DataException(
          "cannot read the names in %s (%s); give lines of code<TAB>name, or a name for each class"
                  .formatted(file, e)
              + " number from 0",
          e);
    }
  }

  /** No names, but those of Fashion-MNIST's class numbers if the model knows all of them. */
  public static LabelNames knownTo(ModelClasses model) {
    LabelNames names = new LabelNames();
    if (FASHION.stream().allMatch(name -> model.numbers(name).length > 0)) {
      for (int i = 0; i < FASHION.size(); i++) {
        names.names.put(Integer.toString(i), FASHION.get(i));
      }
    }
    return names;
  }

  /** The name of a label, which is itself where there is none. */
  public String of(String label) {
    return names.getOrDefault(fold(label), label);
  }

  /** The form in which labels are compared: case, runs of white space and _ do not count. */
  static String fold(String label) {
    return Normalizer.normalize(label, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replace('_', ' ')
        .strip()
        .replaceAll("\\s+", " ");
  }
}
