package org.ocellus.query;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ocellus.index.IndexException;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.model.Metric;
import org.ocellus.model.PrecisionCurve;

/**
 * The cut-off that {@link Similar#likely} asks for, as a score or distance of the index's model.
 */
final class LikelyCutOff {
  private LikelyCutOff() {}

  /** The options with the stricter of their own cut-off and the likely one. */
  static Options applied(
      Similar similar, Metric metric, PictureIndex index, KeptCalibration calibration)
      throws IOException {
    Options options = similar.options();
    Optional<Space> space = index.space();
    if (similar.likely() == null || space.isEmpty()) {
      // Without vectors there is nothing to be found, likely or not.
      return options;
    }
    PrecisionCurve curve =
        calibration
            .of(space.get())
            .flatMap(known -> known.curve(metric))
            .orElseThrow(() -> unknown(index, space.get(), metric));
    OptionalDouble cutOff = curve.cutOff(similar.likely());
    if (cutOff.isEmpty()) {
      throw new IllegalArgumentException(
          "no score of %s promises a precision of %s: ask for at most %.3f"
              .formatted(
                  space.get().model(),
                  similar.likely(),
                  Math.floor(1000 * curve.highest()) / 1000));
    }
    double worst = cutOff.getAsDouble();
    if (metric == Metric.COSINE) {
      Double own = options.minScore();
      return options.withMinScore(own == null ? worst : Math.max(own, worst));
    }
    Double own = options.maxDistance();
    return options.withMaxDistance(own == null ? worst : Math.min(own, worst));
  }

  private static IndexException unknown(PictureIndex index, Space space, Metric metric) {
    return new IndexException(
        IndexException.Reason.NOT_CALIBRATED,
        """
        index %s cannot tell likely hits by %s: nobody measured what scores of the model %s are \
        worth; do so with ./ocellus calibrate, then open the index once for writing with the model"""
            .formatted(index.location(), metric.id(), space));
  }
}
