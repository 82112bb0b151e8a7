package org.ocellus.trainer.evaluation;

/** The cosine of two vectors, in double precision; 0 where one of them is zero. */
public final class Cosine {
  private Cosine() {}

  /** Of two vectors of one length. */
  public static double of(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
