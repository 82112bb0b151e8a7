package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Why a property is missing: often because it is there, but wrongly spelt. */
final class Misspelling {
  private Misspelling() {}

  /**
   * Of a complaint that a property is missing, the one that another beside it is unknown, if there
   * is one: Jackson looks for those that are missing first. Any other complaint as it is.
   */
  static JsonMappingException of(
      JsonMappingException e, JsonNode recipe, DeserializationConfig config) {
    List<JsonMappingException.Reference> path = e.getPath();
    if (path.isEmpty() || !(path.getLast().getFrom() instanceof Class<?> type)) {
      return e;
    }
    JsonNode object = RecipePlace.around(e, recipe);
    if (object.has(path.getLast().getFieldName())) {
      return e;
    }
    Set<Object> known = new LinkedHashSet<>();
    for (BeanPropertyDefinition property :
        config.introspect(config.constructType(type)).findProperties()) {
      known.add(property.getName());
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        JsonMappingException unknown =
            new UnrecognizedPropertyException(null, "unknown", e.getLocation(), type, name, known);
        unknown.prependPath(type, name);
        path.subList(0, path.size() - 1).reversed().forEach(unknown::prependPath);
        return unknown;
      }
    }
    return e;
  }
}
