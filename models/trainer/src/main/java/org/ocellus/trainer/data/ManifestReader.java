package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the lines of a manifest.
 *
 * @param source the source's name, for errors
 * @param file CSV with a header if its name ends in {@code .csv}, else JSON lines
 */
record ManifestReader(String source, Path file) {

  /**
   * All lines that are not blank.
   *
   * @throws DataException if the file cannot be read or a line is no CSV or JSON, naming the line
   */
  List<ManifestLine> read() {
    try {
      return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv") ? csv() : json();
    } catch (IOException e) {
      throw new DataException(
          "source '%s': cannot read the manifest %s (%s); put it there or give another --data folder"
              .formatted(source, file, e),
          e);
    }
  }

  private List<ManifestLine> json() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<ManifestLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, UTF_8)) {
      number++;
      if (!line.isBlank()) {
        try {
          lines.add(new ManifestLine(place(number), mapper.readValue(line, ObjectNode.class)));
        } catch (JsonProcessingException e) {
          throw new DataException(
              place(number)
                  + " is not {\"path\":…,\"keywords\":[…],\"split\":…}: "
                  + e.getOriginalMessage(),
              e);
        }
      }
    }
    return lines;
  }

  private List<ManifestLine> csv() throws IOException {
    List<ManifestLine> lines = new ArrayList<>();
    try (InputStream text = Files.newInputStream(file); // which may begin with a byte order mark
        MappingIterator<ObjectNode> rows =
            new CsvMapper()
                .readerFor(ObjectNode.class)
                .with(CsvSchema.emptySchema().withHeader())
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(text)) {
      while (rows.hasNextValue()) {
        int number = rows.getCurrentLocation().getLineNr();
        lines.add(new ManifestLine(place(number), rows.nextValue()));
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw new DataException(
          place(e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + " does not fit the header: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private String place(int line) {
    return "source '" + source + "': " + file + " line " + line;
  }
}
