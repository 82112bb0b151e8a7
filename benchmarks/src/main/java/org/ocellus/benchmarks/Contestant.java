package org.ocellus.benchmarks;

import java.io.IOException;
import java.util.List;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;
import org.ocellus.index.Vectors;
import org.ocellus.model.Model;

/** A way to say how near two pictures are: each picture a vector, smaller distances nearer. */
interface Contestant {
  String name();

  float[] vector(RgbImage picture) throws IOException;

  double distance(float[] a, float[] b);

  /** The model's embeddings by cosine. */
  record Embedding(Model model) implements Contestant {
    @Override
    public String name() {
      return "model " + model.name() + ", cosine";
    }

    @Override
    public float[] vector(RgbImage picture) throws IOException {
      return Vectors.unit(model.encoder().embed(List.of(picture)).get(0), "a picture");
    }

    @Override
    public double distance(float[] a, float[] b) {
      return -Vectors.dot(a, b);
    }
  }

  /** The picture shrunk to a square, sample by sample, by Euclidean distance. */
  record RawPixels(int side) implements Contestant {
    @Override
    public String name() {
      return "raw pixels, " + side + " × " + side + " RGB, Euclidean";
    }

    @Override
    public float[] vector(RgbImage picture) {
      byte[] rgb = Resampling.BOX.resize(picture, side, side).rgb();
      float[] vector = new float[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        vector[i] = (rgb[i] & 0xFF) / 255f;
      }
      return vector;
    }

    @Override
    public double distance(float[] a, float[] b) {
      return Vectors.distance(a, b);
    }
  }

  /** Shares of 8 × 8 × 8 RGB cells, by histogram intersection (Swain and Ballard, 1991). */
  record ColourHistogram() implements Contestant {
    @Override
    public String name() {
      return "512-bin colour histogram, intersection";
    }

    @Override
    public float[] vector(RgbImage picture) {
      byte[] rgb = picture.rgb();
      float[] shares = new float[512];
      for (int i = 0; i < rgb.length; i += 3) {
        int bin = (rgb[i] & 0xE0) << 1 | (rgb[i + 1] & 0xE0) >> 2 | (rgb[i + 2] & 0xE0) >> 5;
        shares[bin] += 3f / rgb.length;
      }
      return shares;
    }

    @Override
    public double distance(float[] a, float[] b) {
      double common = 0;
      for (int i = 0; i < a.length; i++) {
        common += Math.min(a[i], b[i]);
      }
      return 1 - common;
    }
  }
}
