package org.ocellus.model;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The one ONNX Runtime of this JVM. Its jar unpacks 28 MB of natives to the temporary folder at
 * every start; here they are unpacked once, to {@code ~/.cache/ocellus} ({@code XDG_CACHE_HOME} is
 * honoured), and found there afterwards. A host that sets {@code onnxruntime.native.path} itself is
 * left alone, and so is one whose cache folder cannot be written.
 */
final class OnnxRuntime {
  private static final Logger log = System.getLogger(OnnxRuntime.class.getName());
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private OnnxRuntime() {}

  /** The environment, natives loaded. */
  static OrtEnvironment environment() throws ModelException {
    try {
      return Holder.ENVIRONMENT;
    } catch (LinkageError e) {
      throw new ModelException(
          "ONNX Runtime does not load on "
              + platform()
              + " (it is made for Linux x64 and aarch64, macOS arm64 and Windows x64): "
              + e,
          e);
    }
  }

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = start();

    private static OrtEnvironment start() {
      if (System.getProperty(PATH_PROPERTY) == null) {
        try {
          System.setProperty(PATH_PROPERTY, unpacked().toString());
        } catch (IOException e) {
          log.log(Level.DEBUG, "ONNX Runtime's natives are not cached: {0}", e);
        }
      }
      return OrtEnvironment.getEnvironment("ocellus");
    }
  }

  private static Path unpacked() throws IOException {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    Path folder =
        cache()
            .resolve("onnxruntime-" + (version == null ? "unknown" : version) + "-" + platform());
    Files.createDirectories(folder);
    for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
      String file = System.mapLibraryName(library);
      String resource = "/ai/onnxruntime/native/" + platform() + "/" + file;
      URL url = OrtEnvironment.class.getResource(resource);
      if (url == null) {
        throw new IOException("no " + resource + " on the class path");
      }
      URLConnection packed = url.openConnection();
      Path target = folder.resolve(file);
      if (Files.exists(target) && Files.size(target) == packed.getContentLengthLong()) {
        continue;
      }
      // Two JVMs may start at once: each writes its own copy, the rename is atomic.
      Path own = Files.createTempFile(folder, file, ".part");
      try (InputStream in = packed.getInputStream()) {
        Files.copy(in, own, StandardCopyOption.REPLACE_EXISTING);
        Files.move(own, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(own);
      }
    }
    return folder;
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("ocellus");
  }

  /** As ONNX Runtime's jar names it: {@code linux-x64}, {@code osx-aarch64}… */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "osx" : os.startsWith("windows") ? "win" : "linux";
    return system + "-" + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
  }
}
