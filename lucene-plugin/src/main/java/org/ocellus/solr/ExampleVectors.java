package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.StrUtils;
import org.apache.solr.core.SolrCore;
import org.apache.solr.request.LocalSolrQueryRequest;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.request.SolrRequestHandler;
import org.apache.solr.request.SolrRequestInfo;
import org.apache.solr.response.SolrQueryResponse;
import org.apache.solr.schema.DenseVectorField;
import org.apache.solr.schema.SchemaField;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;

/** The vector that an example stands for: a picture, a document's, or one that is given as such. */
final class ExampleVectors {
  private final Model model;
  private final ImageDecoder decoder = new ImageDecoder();

  ExampleVectors(Model model) {
    this.model = model;
  }

  /** Whether this is a vector and no picture: base64 has no brackets. */
  static boolean isVector(String text) {
    return text.stripLeading().startsWith("[");
  }

  /**
   * The vector that local parameters ask for: of the picture, of the documents, or of several of
   * these the mean of their directions (Rocchio, 1971).
   *
   * @param value a picture in base64, or a vector; null or blank for none
   * @param local whose {@code id} names documents, a comma between two
   * @param field the dense vector field
   * @return a vector as Solr writes them
   * @throws SolrException of code 400 if there is no example, no picture, or no such document, or
   *     the field is none of vectors
   */
  String of(@Nullable String value, SolrParams local, String field, SolrQueryRequest req) {
    vectorField(req, field);
    boolean given = value != null && !value.isBlank();
    if (given && isVector(value)) {
      return value;
    }
    List<float[]> vectors = new ArrayList<>();
    if (given) {
      new CollectionFingerprint(req.getCore(), field).check(model);
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
    return text(vectors.size() == 1 ? vectors.get(0) : mean(vectors));
  }

  /**
   * The type of a field of vectors.
   *
   * @throws SolrException of code 400 if it is none
   */
  static DenseVectorField vectorField(SolrQueryRequest req, String name) {
    SchemaField field = req.getSchema().getFieldOrNull(name);
    if (field == null || !(field.getType() instanceof DenseVectorField type)) {
      throw new SolrException(ErrorCode.BAD_REQUEST, "field " + name + " holds no vectors");
    }
    return type;
  }

  /** The documents that are named as examples. */
  static List<String> ids(SolrParams local) {
    String ids = local.get("id");
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
    SolrCore core = req.getCore();
    ModifiableSolrParams params = new ModifiableSolrParams();
    params.set(CommonParams.QT, "/get").set("id", id).set(CommonParams.FL, field);
    SolrRequestHandler handler = core.getRequestHandler("/get");
    SolrQueryResponse response = new SolrQueryResponse();
    try (SolrQueryRequest get = new LocalSolrQueryRequest(core, params)) {
      // The request that asks has an answer of its own under way.
      SolrRequestInfo.setRequestInfo(new SolrRequestInfo(get, response));
      try {
        core.execute(handler, get, response);
      } finally {
        SolrRequestInfo.clearRequestInfo();
      }
    }
    if (response.getException() != null) {
      throw new SolrException(
          ErrorCode.SERVER_ERROR,
          "document " + id + " cannot be looked up",
          response.getException());
    }
    if (!(response.getValues().get("doc") instanceof SolrDocument document)) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST, "there is no document " + id + " to find the like of");
    }
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

  private static String text(float[] vector) {
    return SeenPicture.floats(vector).toString();
  }
}
