package org.ocellus.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.Fingerprint;

/** Pictures to show the engine on, and what is to be said of them. */
public interface DemoSource {
  /** The gallery that anybody can have. */
  static DemoSource emoji(Path cache) {
    return new Emoji(new EmojiGallery(cache));
  }

  /** Pictures of one's own. */
  static DemoSource folder(Path folder, Path cache) {
    return new Folder(folder.toAbsolutePath().normalize(), cache);
  }

  /** Makes sure that the pictures are there. */
  void prepare(Consumer<String> messages) throws IOException;

  /** What to index. */
  Ingest ingest();

  /** Where the index belongs: one for each model, whose vectors cannot be compared. */
  Path index(Fingerprint model);

  /** What to ask. */
  Questions questions();

  /** What the page is called. */
  String title();

  /** What the page says first. */
  String intro(int pictures);

  /** Where the pictures come from; may be empty. */
  String credit();

  /** See {@link #emoji}. */
  record Emoji(EmojiGallery gallery) implements DemoSource {
    @Override
    public void prepare(Consumer<String> messages) throws IOException {
      gallery.prepare(messages);
    }

    @Override
    public Ingest ingest() {
      return Ingest.ofManifest(gallery.manifest()).sync(true);
    }

    @Override
    public Path index(Fingerprint model) {
      return gallery.folder().resolve("emoji-" + shortened(model) + ".index");
    }

    @Override
    public Questions questions() {
      return new EmojiQuestions(gallery.folder());
    }

    @Override
    public String title() {
      return "Ocellus: questions to a gallery of emoji";
    }

    @Override
    public String intro(int pictures) {
      return String.format(
          Locale.ROOT,
          "%,d pictures in one index, asked by keyword, by caption and by looks. The pictures asked"
              + " with belong to the half of the gallery that the network never saw in training.",
          pictures);
    }

    @Override
    public String credit() {
      return "Pictures: Fluent emoji by Microsoft, MIT licence, from the npm package "
          + EmojiGallery.PACKAGE
          + ". Names: Unicode.";
    }
  }

  /** See {@link #folder}. */
  record Folder(Path folder, Path cache) implements DemoSource {
    @Override
    public void prepare(Consumer<String> messages) {
      // They are the user's own.
    }

    @Override
    public Ingest ingest() {
      return Ingest.of(folder).sync(true);
    }

    @Override
    public Path index(Fingerprint model) {
      return scratch().resolve(shortened(model) + ".index");
    }

    @Override
    public Questions questions() {
      return new FolderQuestions(scratch());
    }

    private Path scratch() {
      UUID name = UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8));
      return cache.resolve("demo").resolve(folder.getFileName() + "-" + name);
    }

    @Override
    public String title() {
      return "Ocellus: questions to " + folder.getFileName();
    }

    @Override
    public String intro(int pictures) {
      return String.format(
          Locale.ROOT, "%,d pictures of %s, asked by what was found there.", pictures, folder);
    }

    @Override
    public String credit() {
      return "";
    }
  }

  private static String shortened(Fingerprint model) {
    return model.value().substring(0, 12);
  }
}
