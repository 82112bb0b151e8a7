package org.ocellus.index;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * The languages of captions: each is analysed by the analyser that Lucene has for it (its own
 * stemming, without its stop words; pairs of characters for Chinese, Japanese and Korean), and one
 * that Lucene has none for as Unicode says, word by word. Safe for use by any number of threads.
 */
public final class Languages {
  /** The language of captions that name none. */
  public static final String DEFAULT = "en";

  private static final Map<String, Supplier<Analyzer>> ANALYZERS =
      Map.ofEntries(
          Map.entry("ar", ArabicAnalyzer::new),
          Map.entry("bg", BulgarianAnalyzer::new),
          Map.entry("bn", BengaliAnalyzer::new),
          Map.entry("ca", CatalanAnalyzer::new),
          Map.entry("ckb", SoraniAnalyzer::new),
          Map.entry("cs", CzechAnalyzer::new),
          Map.entry("da", DanishAnalyzer::new),
          Map.entry("de", GermanAnalyzer::new),
          Map.entry("el", GreekAnalyzer::new),
          Map.entry("en", EnglishAnalyzer::new),
          Map.entry("es", SpanishAnalyzer::new),
          Map.entry("et", EstonianAnalyzer::new),
          Map.entry("eu", BasqueAnalyzer::new),
          Map.entry("fa", PersianAnalyzer::new),
          Map.entry("fi", FinnishAnalyzer::new),
          Map.entry("fr", FrenchAnalyzer::new),
          Map.entry("ga", IrishAnalyzer::new),
          Map.entry("gl", GalicianAnalyzer::new),
          Map.entry("hi", HindiAnalyzer::new),
          Map.entry("hu", HungarianAnalyzer::new),
          Map.entry("hy", ArmenianAnalyzer::new),
          Map.entry("id", IndonesianAnalyzer::new),
          Map.entry("it", ItalianAnalyzer::new),
          Map.entry("ja", CJKAnalyzer::new),
          Map.entry("ko", CJKAnalyzer::new),
          Map.entry("lt", LithuanianAnalyzer::new),
          Map.entry("lv", LatvianAnalyzer::new),
          Map.entry("ne", NepaliAnalyzer::new),
          Map.entry("nl", DutchAnalyzer::new),
          Map.entry("no", NorwegianAnalyzer::new),
          Map.entry("pt", PortugueseAnalyzer::new),
          Map.entry("ro", RomanianAnalyzer::new),
          Map.entry("ru", RussianAnalyzer::new),
          Map.entry("sr", SerbianAnalyzer::new),
          Map.entry("sv", SwedishAnalyzer::new),
          Map.entry("ta", TamilAnalyzer::new),
          Map.entry("te", TeluguAnalyzer::new),
          Map.entry("th", ThaiAnalyzer::new),
          Map.entry("tr", TurkishAnalyzer::new),
          Map.entry("zh", CJKAnalyzer::new));

  /** Made when first asked for: most carry dictionaries. */
  private static final Map<String, Analyzer> MADE = new ConcurrentHashMap<>();

  private Languages() {}

  /**
   * The code by which a language is kept, of a code or tag in any form: {@code de} for {@code DE}
   * and {@code de-AT}, {@code no} for {@code nb} and {@code nn}.
   *
   * @throws IllegalArgumentException if it is no ISO 639 code
   */
  public static String code(String language) {
    String code = Locale.forLanguageTag(language.strip().replace('_', '-')).getLanguage();
    if (!code.matches("[a-z]{2,3}")) {
      throw new IllegalArgumentException(
          "a language must be an ISO 639 code such as de, got \"" + language + "\"");
    }
    return code.equals("nb") || code.equals("nn") ? "no" : code;
  }

  /** How captions of this language, and questions to them, become terms. */
  static Analyzer analyzer(String code) {
    return MADE.computeIfAbsent(code, c -> ANALYZERS.getOrDefault(c, UnicodeAnalyzer::new).get());
  }
}
