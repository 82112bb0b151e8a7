package org.ocellus.trainer.training;

/** Listens to nothing. */
public class Silent implements TrainingListener {
  @Override
  public void resumed(EpochMetrics last) {}

  @Override
  public void progress(Moment moment) {}

  @Override
  public void epoch(EpochMetrics metrics) {}
}
