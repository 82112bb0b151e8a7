package org.ocellus.app.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where things are kept that can be had again: {@code ~/.cache/ocellus}. */
public final class CacheFolder {
  private CacheFolder() {}

  /** The folder; {@code XDG_CACHE_HOME} is honoured. It may not exist yet. */
  public static Path get() {
    return of(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
  }

  static Path of(@Nullable String xdg, String home) {
    Path base = xdg == null || xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg);
    return base.resolve("ocellus");
  }
}
