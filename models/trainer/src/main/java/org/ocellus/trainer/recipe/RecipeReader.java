package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.ocellus.trainer.network.NetworkModule;

/** Reads recipes. Unknown and missing properties are errors. */
public final class RecipeReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .addModule(new NetworkModule())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private RecipeReader() {}

  /**
   * Reads a recipe.
   *
   * @throws RecipeException if it cannot be read, naming file, place, problem and cure
   */
  public static Recipe read(Path file) {
    try {
      return YAML.readValue(Files.readString(file), Recipe.class);
    } catch (JsonMappingException e) {
      throw new RecipeException("recipe " + file + ", " + place(e) + ": " + problem(e), e);
    } catch (JsonProcessingException e) {
      throw new RecipeException("recipe " + file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new RecipeException(
          "cannot read the recipe " + file + "; give the path of a YAML file", e);
    }
  }

  private static String place(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "at the top" : "at '" + path.substring(1) + "'";
  }

  private static String problem(JsonMappingException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    String message = e.getOriginalMessage();
    return message.contains("FAIL_ON_NULL_FOR_PRIMITIVES")
        ? "the value is missing; give a number"
        : message;
  }
}
