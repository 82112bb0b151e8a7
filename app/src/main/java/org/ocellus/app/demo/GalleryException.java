package org.ocellus.app.demo;

import java.io.IOException;

/** The gallery cannot be had; the message says what to do. */
public final class GalleryException extends IOException {
  private static final long serialVersionUID = 1L;

  GalleryException(String message) {
    super(message);
  }

  GalleryException(String message, Throwable cause) {
    super(message, cause);
  }
}
