package org.ocellus.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Label;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;

/** The fields of a picture's document: names, types, and how they are filled and read back. */
public final class PictureFields {
  /** Unique id; one term, sorted doc values. */
  public static final String ID = "id";

  /** The id again, as binary doc values, which are read faster than sorted ones. */
  public static final String PLAIN_ID = "plain_id";

  /** Absolute path of the file; one term, sorted doc values. */
  public static final String SOURCE = "source";

  /** The folder or manifest a picture was indexed with; one term. */
  public static final String ROOT = "root";

  /** Its folder and all folders above, relative to the root; one term a level, doc values. */
  public static final String FOLDER = "folder";

  /** SHA-256 of the file; one term. */
  public static final String HASH = "hash";

  /** 64-bit perceptual hash; doc values. */
  public static final String PHASH = "phash";

  public static final String WIDTH = "width";
  public static final String HEIGHT = "height";

  /** Width / height, in double precision. */
  public static final String ASPECT = "aspect";

  public static final String BYTES = "bytes";
  public static final String MODIFIED = "modified";
  public static final String GIVEN = "given";

  /** Seconds since 1970. */
  public static final String TAKEN = "taken";

  public static final String PLACE = "place";

  /** {@linkplain Folding Folded} tags of every origin; one term each, doc values. */
  public static final String KEYWORD = "keyword";

  /** What {@link #KEYWORD} holds, word by word, for phrases; no phrase spans two tags. */
  public static final String KEYWORD_TEXT = "keyword_text";

  /** The names of predicted classes and of what they are kinds of, word by word. */
  public static final String LABEL_TEXT = KEYWORD_TEXT + ".model";

  /** Folded names of predicted classes, with the probability as the feature. */
  public static final String LABEL = "label";

  /**
   * The caption of whatever language, analysed as English, with offsets; {@code caption.de} those
   * of another language besides, as that asks.
   */
  public static final String CAPTION = "caption";

  /** The caption's language, {@link Languages#DEFAULT} where it names none; one term. */
  public static final String CAPTION_LANGUAGE = "caption_language";

  /** One term: a caption that a model wrote. */
  static final String PREDICTED_CAPTION = "predicted_caption";

  /** {@code extra.price}: strings, as one term each with doc values. */
  public static final String EXTRA = "extra.";

  /** {@code extra_number.price}: numbers, as doubles. */
  public static final String EXTRA_NUMBER = "extra_number.";

  /** {@code extra_time.due}: strings that are {@linkplain Dates dates}, as seconds since 1970. */
  public static final String EXTRA_TIME = "extra_time.";

  /** Attribute of a vector field: the {@link Fingerprint} of its space. */
  static final String FINGERPRINT = "ocellus.fingerprint";

  /** Attribute of a vector field: the name of the model that made its vectors. */
  static final String MODEL = "ocellus.model";

  /** Hash of the document that this one was made from when the index was last built anew. */
  private static final String STAMP = "stamp";

  private static final String RECORD = "picture";
  private static final Set<String> RECORD_ONLY = Set.of(RECORD);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final Analyzer ANALYZER = new PictureAnalyzer();
  private static final FieldType CAPTION_TYPE = new FieldType();

  static {
    CAPTION_TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    CAPTION_TYPE.setTokenized(true);
    CAPTION_TYPE.freeze();
  }

  private PictureFields() {}

  /** How texts of these fields, and questions to them, become terms. */
  public static Analyzer analyzer() {
    return ANALYZER;
  }

  /** The field for questions to captions of a language as {@link Languages#code} has it. */
  public static String caption(String language) {
    return language.equals(Languages.DEFAULT) ? CAPTION : CAPTION + "." + language;
  }

  /** The space of the vectors in this field; null for a field without vectors of ours. */
  static @Nullable Space space(FieldInfo field) {
    String fingerprint = field.getAttribute(FINGERPRINT);
    return fingerprint == null
        ? null
        : new Space(
            new Fingerprint(fingerprint),
            field.getAttribute(MODEL) == null ? "unknown" : field.getAttribute(MODEL),
            field.getVectorDimension());
  }

  /**
   * Adds all fields of a picture to a document.
   *
   * @param model makes the vector of its caption, if it reads text
   * @throws IllegalArgumentException if a vector is zero, not finite, or not of its space
   */
  public static void addTo(
      Document document,
      StoredPicture picture,
      Set<Metric> metrics,
      PictureVectors vectors,
      Model model)
      throws IOException {
    add(document, picture);
    Map<VectorField, float[]> kept = vectors.kept(metrics, picture.id());
    new Captions(model).complete(picture, kept);
    addVectors(document, kept, new Spaces(vectors.space(), Space.ofText(model)));
  }

  /** A new document of this picture, without vectors. */
  static Document document(StoredPicture picture) {
    Document document = new Document();
    add(document, picture);
    return document;
  }

  private static void add(Document document, StoredPicture picture) {
    document.add(new StringField(ID, picture.id(), Field.Store.NO));
    document.add(new SortedDocValuesField(ID, new BytesRef(picture.id())));
    document.add(new BinaryDocValuesField(PLAIN_ID, new BytesRef(picture.id())));
    document.add(new StoredField(RECORD, json(picture)));
    if (picture.source() != null) {
      document.add(new SortedDocValuesField(SOURCE, new BytesRef(picture.source())));
      document.add(new StringField(SOURCE, picture.source(), Field.Store.NO));
    }
    term(document, ROOT, picture.root());
    term(document, HASH, picture.hash());
    folders(document, picture.folder());
    if (picture.phash() != null) {
      document.add(new NumericDocValuesField(PHASH, picture.phash()));
    }
    if (picture.width() != null && picture.height() != null) {
      document.add(new IntField(WIDTH, picture.width(), Field.Store.NO));
      document.add(new IntField(HEIGHT, picture.height(), Field.Store.NO));
      double aspect = (double) picture.width() / picture.height();
      document.add(new DoubleField(ASPECT, aspect, Field.Store.NO));
    }
    number(document, BYTES, picture.bytes());
    number(document, MODIFIED, picture.modified());
    number(document, TAKEN, picture.taken());
    if (picture.given() != null) {
      document.add(new NumericDocValuesField(GIVEN, picture.given()));
    }
    if (picture.place() != null) {
      double latitude = picture.place().latitude();
      double longitude = picture.place().longitude();
      document.add(new LatLonPoint(PLACE, latitude, longitude));
      document.add(new LatLonDocValuesField(PLACE, latitude, longitude));
    }
    for (StoredPicture.Keyword keyword : picture.keywords()) {
      String folded = Folding.fold(keyword.text());
      String origin = "." + keyword.by().name().toLowerCase(Locale.ROOT);
      for (String from : List.of("", origin)) {
        document.add(new KeywordField(KEYWORD + from, folded, Field.Store.NO));
        document.add(new TextField(KEYWORD_TEXT + from, folded, Field.Store.NO));
      }
    }
    labels(picture.labels()).forEach((name, p) -> document.add(new FeatureField(LABEL, name, p)));
    labels(picture.labels())
        .keySet()
        .forEach(name -> document.add(new TextField(LABEL_TEXT, name, Field.Store.NO)));
    // Classes are counted by their whole names.
    picture.labels().stream()
        .map(label -> Folding.fold(label.name()))
        .filter(name -> !name.isEmpty())
        .forEach(name -> document.add(new SortedSetDocValuesField(LABEL, new BytesRef(name))));
    if (picture.caption() != null) {
      String language =
          picture.captionLanguage() == null ? Languages.DEFAULT : picture.captionLanguage();
      document.add(new StringField(CAPTION_LANGUAGE, language, Field.Store.NO));
      if (picture.captionBy() == StoredPicture.Origin.MODEL) {
        document.add(new StringField(PREDICTED_CAPTION, "true", Field.Store.NO));
      }
      for (String field : new TreeSet<>(List.of(CAPTION, caption(language)))) {
        document.add(new Field(field, picture.caption(), CAPTION_TYPE));
      }
    }
    picture.extra().forEach((name, value) -> extra(document, name, value));
  }

  /** Adds vectors to a document, marked with their spaces. */
  static void addVectors(Document document, Map<VectorField, float[]> vectors, Spaces spaces) {
    vectors.forEach((field, vector) -> addVector(document, field, vector, spaces.of(field)));
  }

  private static void addVector(Document document, VectorField field, float[] vector, Space space) {
    FieldType type = new FieldType();
    type.setVectorAttributes(vector.length, VectorEncoding.FLOAT32, field.similarity());
    type.putAttribute(FINGERPRINT, space.fingerprint().value());
    type.putAttribute(MODEL, space.model());
    type.freeze();
    document.add(new KnnFloatVectorField(field.field(), vector, type));
    // Lucene keeps one of two differing attributes when it merges, and does not say so.
    if (document.getField(field.spaceField()) == null) {
      String fingerprint = space.fingerprint().value();
      document.add(new StringField(field.spaceField(), fingerprint, Field.Store.NO));
    }
  }

  /**
   * A new document of a picture with its vectors.
   *
   * @param spaces of the vectors
   * @param stamp of the document it was made from, see {@link StoredDocument}
   */
  static Document stamped(
      StoredPicture picture, Map<VectorField, float[]> vectors, Spaces spaces, long stamp) {
    Document document = document(picture);
    addVectors(document, vectors, spaces);
    document.add(new NumericDocValuesField(STAMP, stamp));
    return document;
  }

  /** The stamp of a document; null if it has none. */
  static @Nullable Long stamp(IndexSearcher view, int doc) throws IOException {
    List<LeafReaderContext> leaves = view.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    NumericDocValues stamps = leaf.reader().getNumericDocValues(STAMP);
    return stamps != null && stamps.advanceExact(doc - leaf.docBase) ? stamps.longValue() : null;
  }

  /** Reads a picture back. */
  public static StoredPicture read(StoredFields fields, int doc) throws IOException {
    return parse(readRecord(fields, doc));
  }

  /** The JSON of a picture. */
  static String readRecord(StoredFields fields, int doc) throws IOException {
    return fields.document(doc, RECORD_ONLY).get(RECORD);
  }

  static StoredPicture parse(String record) throws IOException {
    return JSON.readValue(record, StoredPicture.class);
  }

  /** ImageNet's names hold synonyms: "tench, Tinca tinca" is found by either and by the whole. */
  public static List<String> names(Label label) {
    return Stream.concat(Stream.of(label.name()), Arrays.stream(label.name().split(",")))
        .map(String::strip)
        .filter(name -> !Folding.fold(name).isEmpty())
        .distinct()
        .toList();
  }

  /** Two classes may share a name; the likelier counts, for Lucene would add them up. */
  private static Map<String, Float> labels(List<Label> labels) {
    Map<String, Float> terms = new LinkedHashMap<>();
    for (Label label : labels) {
      for (String name : names(label)) {
        terms.merge(Folding.fold(name), label.probability(), Math::max);
      }
    }
    return terms;
  }

  /** The term of an id, which is compared in Unicode NFC, for file systems differ in it. */
  public static Term id(String id) {
    return new Term(ID, StoredPicture.normalized(id));
  }

  private static void folders(Document document, @Nullable String folder) {
    if (folder == null || folder.isEmpty()) {
      return;
    }
    for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
      document.add(new KeywordField(FOLDER, folder.substring(0, slash), Field.Store.NO));
    }
    document.add(new KeywordField(FOLDER, folder, Field.Store.NO));
  }

  private static void extra(Document document, String name, Object value) {
    switch (value) {
      case Number number ->
          document.add(new DoubleField(EXTRA_NUMBER + name, number.doubleValue(), Field.Store.NO));
      case List<?> values -> values.forEach(each -> extra(document, name, each));
      default -> {
        document.add(new KeywordField(EXTRA + name, value.toString(), Field.Store.NO));
        Dates.seconds(value.toString())
            .ifPresent(
                seconds -> document.add(new LongField(EXTRA_TIME + name, seconds, Field.Store.NO)));
      }
    }
  }

  private static void term(Document document, String field, @Nullable String value) {
    if (value != null) {
      document.add(new StringField(field, value, Field.Store.NO));
    }
  }

  private static void number(Document document, String field, @Nullable Long value) {
    if (value != null) {
      document.add(new LongField(field, value, Field.Store.NO));
    }
  }

  private static String json(StoredPicture picture) {
    try {
      return JSON.writeValueAsString(picture);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "picture " + picture.id() + " cannot be stored: " + e.getOriginalMessage(), e);
    }
  }

  /** The share of captions that people wrote; 0 where there are none. */
  public static double writtenCaptions(IndexReader reader) throws IOException {
    int all = reader.getDocCount(CAPTION);
    int predicted = reader.docFreq(new Term(PREDICTED_CAPTION, "true"));
    return (all - predicted) / (double) Math.max(1, all);
  }
}
