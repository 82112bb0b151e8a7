package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.trainer.network.MisfitException;

/**
 * Where in a recipe something is wrong: ", line 12, at 'network.layers.body[3]'". Jackson's own
 * locations are behind a value of several lines; this is the line where it begins.
 */
final class RecipePlace {
  private RecipePlace() {}

  /** In words; empty if it is wrong as a whole. */
  static String of(JsonMappingException e, JsonNode recipe, String yaml) {
    List<Object> path = path(e, recipe);
    int known = path.size();
    if (e.getCause() instanceof MisfitException misfit) {
      path.addAll(misfit.path());
    }
    Found found = find(path, yaml);
    // The layers of a named network do not stand in the recipe.
    List<Object> shown = path.subList(0, Math.max(known, found.steps()));
    return shown.isEmpty() ? "" : ", line " + found.line() + ", at '" + text(shown) + "'";
  }

  /** The object whose property is complained of, or would be if it were there. */
  static JsonNode around(JsonMappingException e, JsonNode recipe) {
    List<Object> path = path(e, recipe);
    JsonNode node = recipe;
    for (Object step : path.subList(0, path.size() - 1)) {
      node = step(node, step);
    }
    return node;
  }

  private static List<Object> path(JsonMappingException e, JsonNode recipe) {
    List<Object> path = new ArrayList<>();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.add(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    return withNames(path, recipe);
  }

  private static JsonNode step(JsonNode node, Object step) {
    return step instanceof Integer index ? node.path(index) : node.path(String.valueOf(step));
  }

  /** The path with what Jackson leaves out: a name that stands above options. */
  private static List<Object> withNames(List<Object> path, JsonNode recipe) {
    List<Object> names = new ArrayList<>();
    JsonNode node = recipe;
    for (Object step : path) {
      if (step instanceof String name
          && !node.has(name)
          && node.size() == 1
          && node.elements().next().isObject()) {
        names.add(node.fieldNames().next());
        node = node.elements().next();
      }
      names.add(step);
      node = step(node, step);
    }
    return names;
  }

  private static String text(List<Object> path) {
    StringBuilder text = new StringBuilder();
    for (Object step : path) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }

  /** How many steps of a path there are, and the line of the last of them. */
  private record Found(int steps, int line) {}

  private static Found find(List<Object> path, String yaml) {
    int steps = 0;
    int line = 1;
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      parser.nextToken();
      for (Object step : path) {
        if (!enter(parser, step)) {
          break;
        }
        steps++;
        line = parser.currentTokenLocation().getLineNr();
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          parser.nextToken();
        }
      }
    } catch (IOException e) {
      // It was read before; what was found so far is near enough.
      return new Found(steps, line);
    }
    return new Found(steps, line);
  }

  /** Goes to a property's name or a list's item; false if there is none. */
  private static boolean enter(JsonParser parser, Object step) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (step.equals(parser.currentName())) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (step.equals(i)) {
          return true;
        }
        parser.skipChildren();
      }
    }
    return false;
  }
}
