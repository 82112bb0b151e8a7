package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.trainer.network.Architecture;

/** Reads recipes. Unknown and missing properties are errors. */
public final class RecipeReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .addModule(new NetworkModule())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private RecipeReader() {}

  /**
   * Reads a recipe.
   *
   * @throws RecipeException if it cannot be read, naming file, line, place, problem and cure
   */
  public static Recipe read(Path file) {
    return read(file, Recipe.class);
  }

  /**
   * Reads a recipe of another kind.
   *
   * @throws RecipeException if it cannot be read, naming file, line, place, problem and cure
   */
  public static <T> T read(Path file, Class<T> kind) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new RecipeException(
          "cannot read the recipe " + file + "; give the path of a YAML file", e);
    }
    return parse(text, kind, "recipe " + file);
  }

  /**
   * Reads a network as it stands in a recipe, such as {@code mobilenet-v2: {width: 0.5}}.
   *
   * @throws RecipeException if it is none
   */
  public static Architecture network(String yaml) {
    return parse(yaml, Architecture.class, "network '" + yaml + "'");
  }

  private static <T> T parse(String yaml, Class<T> type, String what) {
    try {
      JsonNode tree = YAML.readTree(yaml);
      try {
        return YAML.readValue(yaml, type);
      } catch (JsonMappingException first) {
        JsonMappingException e = Misspelling.of(first, tree, YAML.getDeserializationConfig());
        throw new RecipeException(
            what + RecipePlace.of(e, tree, yaml) + ": " + RecipeProblem.of(e), e);
      }
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      throw new RecipeException(
          what
              + (location == null ? "" : ", line " + location.getLineNr())
              + ": "
              + RecipeProblem.ofSyntax(e),
          e);
    }
  }
}
