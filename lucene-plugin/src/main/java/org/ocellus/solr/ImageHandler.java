package org.ocellus.solr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
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
import org.ocellus.image.RgbImage;
import org.ocellus.model.Label;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;

/**
 * Says what the network sees of a picture, without indexing it: its vector, its likeliest {@code
 * classes}, the {@code labels} that are at least half likely, broader terms among them, its size.
 * The picture is the body of the request, or the parameter {@code picture} in base64. The argument
 * {@code model} names another network's folder.
 */
public final class ImageHandler extends RequestHandlerBase implements SolrCoreAware {
  /** Bytes of the largest picture that is read. */
  private static final int LARGEST = 64 << 20;

  private final ImageDecoder decoder = new ImageDecoder();
  private @Nullable Path folder;
  private @Nullable Model model;

  @Override
  public void init(NamedList<?> args) {
    super.init(args);
    Object named = args.get("model");
    folder = named == null ? null : Path.of(named.toString());
  }

  @Override
  public void inform(SolrCore core) {
    model = SharedModels.open(core, folder);
  }

  @Override
  public void handleRequestBody(SolrQueryRequest req, SolrQueryResponse rsp) throws IOException {
    Model network = Objects.requireNonNull(model, "inform comes first");
    rsp.setHttpCaching(false);
    byte[] bytes;
    RgbImage image;
    ImageHeader header;
    try {
      bytes = bytes(req);
      header = ImageHeader.read(bytes, "the picture");
      image = network.preprocessing().decode(decoder, bytes, "the picture");
    } catch (IOException e) {
      throw new SolrException(ErrorCode.BAD_REQUEST, e.getMessage(), e);
    }
    Prediction seen = network.predict(List.of(network.preprocessing().apply(image))).get(0);
    boolean turned = header.orientation().swapsSides();
    rsp.add("model", network.name());
    rsp.add("fingerprint", network.fingerprint().value());
    rsp.add("width", turned ? header.height() : header.width());
    rsp.add("height", turned ? header.width() : header.height());
    if (seen.probabilities() != null) {
      rsp.add("classes", list(seen.top(SeenPicture.MOST_CLASSES)));
      rsp.add("labels", list(seen.labels(SeenPicture.MOST_CLASSES, 0.5f)));
    }
    rsp.add("vector", SeenPicture.floats(Objects.requireNonNull(seen.embedding())));
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
    throw new IOException("send a picture: as the body, or in base64 as the parameter picture");
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
    return "Says what a network sees of a picture";
  }
}
