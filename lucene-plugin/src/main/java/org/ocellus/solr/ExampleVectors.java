package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.ShardParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.StrUtils;
import org.apache.solr.request.SolrQueryRequest;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;

/** The vector that an example stands for: a picture's, or a document's. */
final class ExampleVectors {
  private final Model model;
  private final ImageDecoder decoder = new ImageDecoder();

  ExampleVectors(Model model) {
    this.model = model;
  }

  /**
   * The vector that local parameters ask for: of the picture, of the documents, or of several of
   * these the mean of their directions (Rocchio, 1971).
   *
   * @param value a picture in base64; null or blank for none
   * @param local whose {@code id} names documents, a comma between two
   * @param field the dense vector field
   * @return a vector as Solr writes them
   * @throws SolrException of code 400 if there is no example, no picture, or no such document, or
   *     the field is none of vectors
   */
  String of(@Nullable String value, SolrParams local, String field, SolrQueryRequest req) {
    VectorQParser.vectorField(req, field);
    boolean given = value != null && !value.isBlank();
    List<float[]> vectors = new ArrayList<>();
    if (given) {
      new CollectionFingerprint(req.getCore(), field).check(model.fingerprint(), model.name());
      vectors.add(ofPicture(value));
    }
    for (String id : ids(local)) {
      vectors.add(ofDocument(req, id, field));
    }
    if (vectors.isEmpty()) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST,
          "{!image} needs a picture (v, in base64), a vector (v=[…]) or the id of a document");
    }
    return VectorQParser.text(vectors.size() == 1 ? vectors.get(0) : mean(vectors));
  }

  /** The documents that are named as examples. */
  static List<String> ids(SolrParams local) {
    String ids = local.get(VectorQParser.ID);
    return ids == null ? List.of() : StrUtils.splitSmart(ids, ",", true);
  }

  private float[] ofPicture(String picture) {
    try {
      byte[] bytes = PictureBytes.sent(picture);
      var image = model.preprocessing().decode(decoder, bytes, "the picture of the query");
      return model.encoder().embed(List.of(image)).get(0);
    } catch (ModelException e) {
      throw new SolrException(ErrorCode.SERVER_ERROR, e.getMessage(), e);
    } catch (IOException e) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST, "the picture of the query: " + e.getMessage(), e);
    }
  }

  /** The vector of a document, on whichever shard it lies and whether committed or not. */
  private static float[] ofDocument(SolrQueryRequest req, String id, String field) {
    ModifiableSolrParams params = new ModifiableSolrParams();
    params.set("id", id).set(CommonParams.FL, field);
    passOnRouting(req.getParams(), params);
    List<SolrDocument> found = SubRequest.documents(req.getCore(), "/get", params, Map.of());
    if (found.isEmpty()) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST, "there is no document " + id + " to find the like of");
    }
    SolrDocument document = found.get(0);
    Collection<Object> values = document.getFieldValues(field);
    if (values == null || values.isEmpty()) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST,
          "document %s has no vector in field %s: it was indexed without a picture, or the field is not stored"
              .formatted(id, field));
    }
    float[] vector = new float[values.size()];
    int i = 0;
    for (Object value : values) {
      vector[i++] = FieldValue.number(value);
    }
    return vector;
  }

  /** Which shards a document may lie on, as the request says. */
  static void passOnRouting(SolrParams from, ModifiableSolrParams to) {
    for (String name : List.of(ShardParams._ROUTE_, ShardParams.SHARDS)) {
      if (from.get(name) != null) {
        to.set(name, from.get(name));
      }
    }
  }

  private static float[] mean(List<float[]> vectors) {
    float[] mean = new float[vectors.get(0).length];
    for (float[] vector : vectors) {
      double square = 0;
      for (float value : vector) {
        square += (double) value * value;
      }
      double scale = 1 / (Math.sqrt(square) * vectors.size());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (vector[i] * scale);
      }
    }
    return mean;
  }
}
