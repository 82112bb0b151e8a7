package org.ocellus.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.ContentStream;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.common.util.SimpleOrderedMap;
import org.apache.solr.core.SolrCore;
import org.apache.solr.handler.RequestHandlerBase;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.response.SolrQueryResponse;
import org.apache.solr.security.AuthorizationContext;
import org.apache.solr.util.plugin.SolrCoreAware;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageHeader;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Tensor;
import org.ocellus.model.Caption;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Label;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * Says what the network sees of a picture, without indexing it: its vectors, its likeliest {@code
 * classes}, the {@code labels} that are at least half likely, broader terms among them, a caption
 * unless {@code caption=false}, its size. The picture is the body of the request, or the parameter
 * {@code picture} in base64. With the parameter {@code id} instead it says which of the {@code
 * rows} (100) nearest of that document are copies of its picture. Arguments: {@code model}, as in
 * {@link CoreModel}; {@code vector} and {@code hash}, the fields to find copies by, those names
 * unless said.
 */
public final class ImageHandler extends RequestHandlerBase implements SolrCoreAware {
  /** Bytes of the largest picture that is read. */
  private static final int LARGEST = 64 << 20;

  private static final String VECTOR = "vector";
  private static final String HASH = "hash";
  private static final int MOST_COPIES = 1000;

  private final ImageDecoder decoder = new ImageDecoder();
  private SolrParams configured = SolrParams.of();
  private @Nullable CoreModel model;

  @Override
  public void init(NamedList<?> args) {
    super.init(args);
    configured = args.toSolrParams();
  }

  @Override
  public void inform(SolrCore core) {
    model = new CoreModel(core, configured.get("model"));
  }

  @Override
  public void handleRequestBody(SolrQueryRequest req, SolrQueryResponse rsp) throws IOException {
    rsp.setHttpCaching(false);
    String id = req.getParams().get("id");
    if (id == null) {
      describe(req, rsp);
      return;
    }
    int rows = req.getParams().getInt("rows", 100);
    if (rows < 1 || rows > MOST_COPIES) {
      throw new SolrException(
          ErrorCode.BAD_REQUEST, "rows must be from 1 to %d, got %d".formatted(MOST_COPIES, rows));
    }
    rsp.add(
        "copies",
        new NearDuplicates(configured.get(VECTOR, VECTOR), configured.get(HASH, HASH))
            .of(id, rows, req));
  }

  private void describe(SolrQueryRequest req, SolrQueryResponse rsp) throws IOException {
    Model network = Objects.requireNonNull(model, "inform comes first").get();
    byte[] bytes;
    ImageHeader header;
    Prediction seen;
    Caption caption = null;
    try {
      bytes = bytes(req);
      header = ImageHeader.read(bytes, "the picture");
      Preprocessing preprocessing = network.preprocessing();
      var image = preprocessing.decode(decoder, bytes, "the picture");
      Tensor tensor = preprocessing.apply(image);
      seen = network.predict(List.of(tensor)).get(0);
      if (network.writesCaptions() && req.getParams().getBool("caption", true)) {
        ImageCaptioner captioner = network.captioner();
        Tensor input =
            SeenPicture.captioning(
                captioner.preprocessing(), preprocessing, tensor, decoder, bytes, "the picture");
        caption = captioner.caption(List.of(input)).get(0);
      }
    } catch (ModelException e) {
      throw new SolrException(ErrorCode.SERVER_ERROR, e.getMessage(), e);
    } catch (IOException e) {
      throw new SolrException(ErrorCode.BAD_REQUEST, e.getMessage(), e);
    }
    rsp.add("model", network.name());
    rsp.add("fingerprint", network.fingerprint().value());
    rsp.add("width", header.shownWidth());
    rsp.add("height", header.shownHeight());
    if (seen.probabilities() != null) {
      rsp.add("classes", list(seen.top(SeenPicture.MOST_CLASSES)));
      rsp.add("labels", list(seen.labels(SeenPicture.MOST_CLASSES, SeenPicture.LABEL_THRESHOLD)));
    }
    if (caption != null) {
      rsp.add("caption", caption.text());
      rsp.add("captionConfidence", caption.confidence());
    }
    rsp.add(VECTOR, SeenPicture.floats(Objects.requireNonNull(seen.embedding())));
    if (seen.textEmbedding() != null) {
      rsp.add("textVector", SeenPicture.floats(seen.textEmbedding()));
    }
  }

  private static byte[] bytes(SolrQueryRequest req) throws IOException {
    String sent = req.getParams().get("picture");
    if (sent != null) {
      return PictureBytes.sent(sent);
    }
    if (req.getContentStreams() != null) {
      for (ContentStream stream : req.getContentStreams()) {
        try (var in = stream.getStream()) {
          byte[] bytes = in.readNBytes(LARGEST + 1);
          if (bytes.length > LARGEST) {
            throw new IOException("the picture has more than %d bytes".formatted(LARGEST));
          }
          return bytes;
        }
      }
    }
    throw new IOException(
        "send a picture: as the body, or in base64 as the parameter picture; or a document's id");
  }

  private static List<Map<String, Object>> list(List<Label> labels) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Label label : labels) {
      SimpleOrderedMap<Object> entry = new SimpleOrderedMap<>();
      entry.add("label", label.name());
      entry.add("probability", label.probability());
      list.add(entry.asShallowMap());
    }
    return list;
  }

  @Override
  public Name getPermissionName(AuthorizationContext request) {
    return Name.READ_PERM;
  }

  @Override
  public String getDescription() {
    return "Says what a network sees of a picture, and which pictures are copies of one";
  }
}
