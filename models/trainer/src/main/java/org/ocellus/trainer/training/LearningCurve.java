package org.ocellus.trainer.training;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.ocellus.trainer.storage.AtomicFile;

/** A picture of how a training went: loss on the left axis, the measures on the right one. */
final class LearningCurve {
  private static final int LOSS_AXIS = 1;
  private static final int MEASURE_AXIS = 0;

  private final Path file;

  LearningCurve(Path file) {
    this.file = file;
  }

  /** Draws all epochs; each picture replaces its forerunner at once. */
  void draw(List<EpochMetrics> epochs) {
    XYChart chart = new XYChartBuilder().width(900).height(520).xAxisTitle("epoch").build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setYAxisGroupPosition(MEASURE_AXIS, Styler.YAxisPosition.Right);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.setYAxisGroupTitle(LOSS_AXIS, "loss");
    chart.setYAxisGroupTitle(MEASURE_AXIS, "measures");
    add(chart, "loss", LOSS_AXIS, epochs, EpochMetrics::loss);
    EpochMetrics last = epochs.getLast();
    for (String name : last.training().keySet()) {
      add(chart, name + ", training", MEASURE_AXIS, epochs, e -> value(e.training().get(name)));
    }
    for (String name : last.validation().keySet()) {
      add(chart, name + ", held out", MEASURE_AXIS, epochs, e -> value(e.validation().get(name)));
    }
    try {
      AtomicFile.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
    } catch (IOException e) {
      throw new UncheckedIOException("encoding a PNG in memory failed", e);
    }
  }

  private static void add(
      XYChart chart,
      String name,
      int axis,
      List<EpochMetrics> epochs,
      ToDoubleFunction<EpochMetrics> value) {
    double[] x = epochs.stream().mapToDouble(EpochMetrics::epoch).toArray();
    double[] y = epochs.stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setYAxisGroup(axis);
    series.setMarker(epochs.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  private static double value(Double measure) {
    return measure == null ? Double.NaN : measure;
  }
}
