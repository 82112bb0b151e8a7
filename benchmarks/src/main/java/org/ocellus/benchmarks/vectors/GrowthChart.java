package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Pictures to the right, milliseconds upwards, both by powers of ten: a line for each question. */
final class GrowthChart {
  private static final String IDLE = "nothing";

  private GrowthChart() {}

  /** Of the rows that {@link GrowthAnswers} prints, while nothing else was done. */
  static void write(List<String> rows, Path png) throws IOException {
    Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
    for (String row : rows) {
      String[] cells = row.split("\\|");
      if (cells[2].strip().equals(IDLE)) {
        lines
            .computeIfAbsent(cells[3].strip(), kind -> new LinkedHashMap<>())
            .put(Double.valueOf(cells[1]), Double.valueOf(cells[4]));
      }
    }
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(600)
            .theme(Styler.ChartTheme.XChart)
            .title("growth")
            .xAxisTitle("pictures")
            .yAxisTitle("ms an answer, median")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setToolTipsEnabled(false);
    lines.forEach(
        (kind, points) ->
            chart.addSeries(
                kind,
                points.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                points.values().stream().mapToDouble(Double::doubleValue).toArray()));
    BitmapEncoder.saveBitmap(chart, png.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
