package org.ocellus.trainer.network;

import java.io.Serial;

/** A layer cannot take what the one before it gives. The message begins with the layer's name. */
public final class MisfitException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  MisfitException(String message, Throwable cause) {
    super(message, cause);
  }
}
