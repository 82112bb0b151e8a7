package org.ocellus.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A picture that could not be decoded; the message names picture, reason and cure. */
public final class ImageDecodingException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why a picture was refused. */
  public enum Reason {
    /** There are no bytes at all. */
    EMPTY("copy or download it again"),
    /** The bytes are no picture of any known kind. */
    NOT_AN_IMAGE("give a picture: JPEG, PNG, WebP, TIFF, GIF or BMP"),
    /** A picture, but of a kind or flavour that is not read here. */
    UNSUPPORTED("convert it to JPEG or PNG"),
    /** More pixels than the decoder's limit. */
    TOO_LARGE("scale it down, or raise the limit given to ImageDecoder"),
    /** The end is missing. */
    TRUNCATED("copy or download it again"),
    /** Damaged inside. */
    CORRUPT("restore it from a good copy"),
    /** OpenCV does not load, so that no picture at all is decoded. */
    NO_OPENCV(
        "put org.bytedeco's javacpp, openblas and opencv of this platform's classifier on the"
            + " class path");

    private final String cure;

    Reason(String cure) {
      this.cure = cure;
    }
  }

  private final Reason reason;

  ImageDecodingException(String name, Reason reason, String detail) {
    this(name, reason, detail, null);
  }

  ImageDecodingException(String name, Reason reason, String detail, @Nullable Throwable cause) {
    super(name + ": " + detail + "; " + reason.cure, cause);
    this.reason = reason;
  }

  static ImageDecodingException truncated(String name, ImageFormat format) {
    return new ImageDecodingException(name, Reason.TRUNCATED, "the " + format + " is incomplete");
  }

  /** Why the picture was refused. */
  public Reason reason() {
    return reason;
  }
}
