package org.ocellus.metadata;

import com.adobe.internal.xmp.XMPConst;
import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.properties.XMPProperty;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.iptc.IptcDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The texts among the metadata, in the order in which they are believed. */
final class TextFields {

  private final Metadata metadata;

  TextFields(Metadata metadata) {
    this.metadata = metadata;
  }

  List<String> keywords() {
    Set<String> keywords = new LinkedHashSet<>();
    for (IptcDirectory iptc : metadata.getDirectoriesOfType(IptcDirectory.class)) {
      addAll(keywords, iptc.getKeywords() == null ? List.of() : iptc.getKeywords());
    }
    addAll(keywords, xmpList("subject"));
    windows(ExifIFD0Directory.TAG_WIN_KEYWORDS)
        .forEach(text -> addAll(keywords, List.of(text.split(";"))));
    return List.copyOf(keywords);
  }

  Optional<String> caption() {
    return Stream.of(
            xmpText("description"),
            texts(IptcDirectory.class, IptcDirectory.TAG_CAPTION),
            texts(ExifIFD0Directory.class, ExifIFD0Directory.TAG_IMAGE_DESCRIPTION))
        .flatMap(s -> s)
        .map(TextFields::clean)
        .filter(text -> !text.isEmpty() && !CameraText.isJunk(text))
        .findFirst();
  }

  Optional<String> title() {
    return Stream.of(
            xmpText("title"),
            texts(IptcDirectory.class, IptcDirectory.TAG_OBJECT_NAME),
            windows(ExifIFD0Directory.TAG_WIN_TITLE))
        .flatMap(s -> s)
        .map(TextFields::clean)
        .filter(text -> !text.isEmpty() && !CameraText.isJunk(text))
        .findFirst();
  }

  private static void addAll(Set<String> keywords, List<String> more) {
    more.stream().map(TextFields::clean).filter(k -> !k.isEmpty()).forEach(keywords::add);
  }

  /** Fixed-length EXIF texts are filled up with zeros or blanks. */
  private static String clean(String text) {
    return text.replace("\0", "").strip();
  }

  private Stream<String> texts(Class<? extends Directory> type, int tag) {
    return metadata.getDirectoriesOfType(type).stream()
        .map(directory -> directory.getStringValue(tag))
        .filter(value -> value != null)
        .map(value -> EncodedText.decode(value.getBytes()));
  }

  /** Windows' own EXIF tags hold UTF-16 as bytes. */
  private Stream<String> windows(int tag) {
    return metadata.getDirectoriesOfType(ExifIFD0Directory.class).stream()
        .map(directory -> directory.getByteArray(tag))
        .filter(bytes -> bytes != null)
        .map(bytes -> clean(new String(bytes, StandardCharsets.UTF_16LE)));
  }

  private Stream<XMPMeta> xmp() {
    return metadata.getDirectoriesOfType(XmpDirectory.class).stream().map(XmpDirectory::getXMPMeta);
  }

  private Stream<String> xmpText(String property) {
    return xmp().flatMap(meta -> localized(meta, property).stream());
  }

  private static Optional<String> localized(XMPMeta meta, String property) {
    try {
      XMPProperty text = meta.getLocalizedText(XMPConst.NS_DC, property, null, XMPConst.X_DEFAULT);
      return text == null ? Optional.empty() : Optional.ofNullable(text.getValue());
    } catch (XMPException e) {
      return Optional.empty(); // not a text in languages: as good as absent
    }
  }

  private List<String> xmpList(String property) {
    List<String> items = new ArrayList<>();
    xmp().forEach(meta -> addItems(meta, property, items));
    return items;
  }

  private static void addItems(XMPMeta meta, String property, List<String> items) {
    try {
      int count = meta.countArrayItems(XMPConst.NS_DC, property);
      for (int i = 1; i <= count; i++) {
        String value = meta.getArrayItem(XMPConst.NS_DC, property, i).getValue();
        if (value != null) {
          items.add(value);
        }
      }
    } catch (XMPException e) {
      return; // not a list: what was read of it stays
    }
  }
}
