package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Recall to the right, queries a second upwards by powers of ten: the Pareto front of each. */
final class RecallChart {
  private RecallChart() {}

  static void write(RecallExperiment experiment, List<RecallCurve> curves, Path png)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(600)
            .theme(Styler.ChartTheme.XChart)
            .title(experiment.name())
            .xAxisTitle("recall@" + experiment.topK())
            .yAxisTitle("queries a second, one thread")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setXAxisDecimalPattern("0.00");
    chart.getStyler().setToolTipsEnabled(false);
    for (RecallCurve curve : curves) {
      List<RecallCurve.Point> front = curve.pareto();
      if (!front.isEmpty()) {
        chart.addSeries(
            curve.engine(),
            front.stream().mapToDouble(RecallCurve.Point::recall).toArray(),
            front.stream().mapToDouble(RecallCurve.Point::qps).toArray());
      }
    }
    BitmapEncoder.saveBitmap(chart, png.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
