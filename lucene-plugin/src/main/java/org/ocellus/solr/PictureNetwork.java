package org.ocellus.solr;

import java.io.IOException;
import java.util.List;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.core.SolrCore;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.model.Caption;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;

/**
 * What a core's network has to say of the pictures of documents. Safe for use by any number of
 * threads.
 */
final class PictureNetwork {
  private final CoreModel model;
  private final ImageFields.Seen fields;
  private final CollectionFingerprint pictures;
  private final @Nullable CollectionFingerprint sentences;

  PictureNetwork(SolrCore core, CoreModel model, ImageFields.Seen fields) {
    this.model = model;
    this.fields = fields;
    this.pictures = new CollectionFingerprint(core, fields.vector());
    this.sentences =
        fields.textVector() == null ? null : new CollectionFingerprint(core, fields.textVector());
  }

  /**
   * Opens what is needed, so that a model that is not there is no fault of a picture's.
   *
   * @throws SolrException if it cannot be opened, or lacks what a field is to be filled with
   */
  void open() throws IOException {
    Model network = model.get();
    if (fields.label() != null && !network.classifies()) {
      throw lacks("knows no classes", "label");
    }
    if (fields.textVector() != null && !network.alignsPicturesWithText()) {
      throw lacks("gives pictures no place among sentences", "textVector");
    }
    if (fields.generatedCaption() != null) {
      if (!network.writesCaptions()) {
        throw lacks("writes no captions", "generatedCaption");
      }
      // Whose parts may be missing.
      network.captioner();
    }
  }

  /** How a picture becomes its input. */
  Preprocessing preprocessing() {
    return model.get().preprocessing();
  }

  /** How a picture becomes the captioner's input; null if no captions are asked for. */
  @Nullable Preprocessing captioning() throws IOException {
    return fields.generatedCaption() == null ? null : model.get().captioner().preprocessing();
  }

  /**
   * Makes the network the collection's, if there is none yet.
   *
   * @throws SolrException if there is another
   */
  void claim() throws IOException {
    Model network = model.get();
    pictures.claim(network.fingerprint(), network.name());
    if (sentences != null) {
      sentences.claim(network.textEncoder().fingerprint(), network.name());
    }
  }

  private SolrException lacks(String what, String argument) {
    return new SolrException(
        ErrorCode.SERVER_ERROR,
        "model %s %s: take %s out of solrconfig.xml, or name another model"
            .formatted(model.get().name(), what, argument));
  }

  /**
   * Has the network see each, and write of those that nobody described.
   *
   * @throws ModelException if it fails on one
   */
  void see(List<SeenPicture> seen) throws IOException {
    List<Prediction> said = model.get().predict(seen.stream().map(SeenPicture::tensor).toList());
    List<SeenPicture> silent = seen.stream().filter(SeenPicture::wantsCaption).toList();
    List<Caption> captions =
        silent.isEmpty()
            ? List.of()
            : model
                .get()
                .captioner()
                .caption(silent.stream().map(SeenPicture::captioning).toList());
    for (int i = 0; i < seen.size(); i++) {
      seen.get(i).predicted(said.get(i));
    }
    for (int i = 0; i < silent.size(); i++) {
      silent.get(i).captioned(captions.get(i));
    }
  }
}
