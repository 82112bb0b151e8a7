package org.ocellus.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The one ONNX Runtime of this JVM. Its jar unpacks 28 MB of natives to the temporary folder at
 * every start; here they are unpacked once, to {@code ~/.cache/ocellus} ({@code XDG_CACHE_HOME} is
 * honoured), and found there afterwards. Its telemetry is switched off. A host that sets {@code
 * onnxruntime.native.path} itself is left alone, and so is one whose cache folder cannot be
 * written.
 */
public final class OnnxRuntime {
  private static final Logger log = System.getLogger(OnnxRuntime.class.getName());
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private static final long LEAST_STACK = 16L << 20;
  private static final long STACK_A_CHARACTER = 1024;

  /** Where the system does not tell its length: macOS allows no longer one. */
  private static final long LONGEST_COMMAND_LINE = 1L << 18;

  private OnnxRuntime() {}

  /**
   * The environment, natives loaded. Whoever runs graphs of his own beside the engine's takes it
   * from here: ONNX Runtime started elsewhere may crash on a long command line.
   *
   * @return shared and never to be closed; safe for use by several threads
   * @throws ModelException if ONNX Runtime does not load on this platform
   */
  public static OrtEnvironment environment() throws ModelException {
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
    static final OrtEnvironment ENVIRONMENT = onDeepStack();
  }

  private static OrtEnvironment start() {
    if (System.getProperty(PATH_PROPERTY) == null) {
      try {
        System.setProperty(PATH_PROPERTY, unpacked().toString());
      } catch (IOException e) {
        log.log(Level.DEBUG, "ONNX Runtime's natives are not cached: {0}", e);
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment("ocellus");
    try {
      environment.setTelemetry(false);
    } catch (OrtException e) {
      log.log(Level.WARNING, "ONNX Runtime''s telemetry cannot be switched off: {0}", e);
    }
    return environment;
  }

  /**
   * ONNX Runtime 1.29 matches the process's command line against regular expressions when it
   * starts, by recursion: on a usual stack, some 4,000 characters (a long class path, many file
   * names) end the JVM with a segmentation fault. So it starts on a stack that fits the line; only
   * the part that is used takes memory.
   */
  private static OrtEnvironment onDeepStack() {
    FutureTask<OrtEnvironment> task = new FutureTask<>(OnnxRuntime::start);
    long stack = LEAST_STACK + STACK_A_CHARACTER * commandLineLength();
    Thread thread = new Thread(null, task, "ocellus-onnxruntime-start", stack);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof LinkageError missing) {
            throw missing;
          }
          throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long commandLineLength() {
    try {
      return Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
    } catch (IOException e) {
      return LONGEST_COMMAND_LINE;
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
