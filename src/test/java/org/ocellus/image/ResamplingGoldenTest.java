package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow's own output; {@code golden/make_golden.py} made it. */
class ResamplingGoldenTest {

  private static final Pattern RESIZED = Pattern.compile("([a-z]+)_(\\d+)x(\\d+)_([a-z]+)\\.png");
  private static final Pattern PREPROCESSED =
      Pattern.compile("([a-z]+)_edge(\\d+)_crop(\\d+)x(\\d+)\\.png");

  static List<Path> resized() {
    return TestPictures.files("/golden", "*_*x*_*.png");
  }

  static List<Path> preprocessed() {
    return TestPictures.files("/golden", "*_edge*.png");
  }

  @ParameterizedTest
  @MethodSource("resized")
  void resizingGivesPillowsSamples(Path golden) throws IOException {
    Matcher name = parse(RESIZED, golden);
    RgbImage input = TestPictures.png("/golden/" + name.group(1) + ".png");
    Resampling filter = Resampling.valueOf(name.group(4).toUpperCase(Locale.ROOT));

    RgbImage result =
        filter.resize(input, Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)));

    assertThat(TestPictures.greatestDifference(result, TestPictures.png(golden))).isZero();
  }

  @ParameterizedTest
  @MethodSource("preprocessed")
  void shortestEdgeAndCentreCropGiveHuggingFacesPicture(Path golden) throws IOException {
    Matcher name = parse(PREPROCESSED, golden);
    RgbImage input = TestPictures.png("/golden/" + name.group(1) + ".png");
    Preprocessing preprocessing =
        Preprocessing.builder()
            .shortestEdge(Integer.parseInt(name.group(2)))
            .resampling(Resampling.BICUBIC)
            .crop(Integer.parseInt(name.group(3)), Integer.parseInt(name.group(4)))
            .build();

    RgbImage result = preprocessing.geometry(input);

    assertThat(TestPictures.greatestDifference(result, TestPictures.png(golden))).isZero();
  }

  private static Matcher parse(Pattern pattern, Path file) {
    Matcher matcher = pattern.matcher(file.getFileName().toString());
    assertThat(matcher.matches()).as("%s is named after what it shows", file).isTrue();
    return matcher;
  }
}
