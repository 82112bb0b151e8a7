package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Light, camera and file: what changes colours but moves nothing.
 *
 * @param brightness greatest relative change of all colours; 0 is neutral
 * @param contrast greatest relative change of the distance from middle grey; 0 is neutral
 * @param saturation greatest relative change of the distance from grey of equal luma; 0 is neutral
 * @param colour greatest relative change of each of red, green and blue on its own; 0 is neutral
 * @param gamma greatest exponent of brightness, its reciprocal being the least; 1 is neutral
 * @param blur greatest standard deviation of a Gaussian blur in pixels of the network's input; 0 is
 *     neutral
 * @param jpeg lowest quality of a JPEG that the picture was kept as, 1 to 100; absent for none
 */
public record Lighting(
    @Nullable Double brightness,
    @Nullable Double contrast,
    @Nullable Double saturation,
    @Nullable Double colour,
    @Nullable Double gamma,
    @Nullable Double blur,
    @Nullable Integer jpeg)
    implements Variation {
  private static final Lighting NEUTRAL = new Lighting(null, null, null, null, null, null, null);

  /** Checks the ranges; what is absent is neutral. */
  public Lighting {
    brightness = within("lighting.brightness", brightness, 0, 0, 0.95);
    contrast = within("lighting.contrast", contrast, 0, 0, 0.95);
    saturation = within("lighting.saturation", saturation, 0, 0, 1);
    colour = within("lighting.colour", colour, 0, 0, 0.95);
    gamma = within("lighting.gamma", gamma, 1, 1, 4);
    blur = within("lighting.blur", blur, 0, 0, 20);
    if (jpeg != null) {
      within("lighting.jpeg", (double) jpeg, 100, 1, 100);
    }
  }

  /** One of it alone for each property that is not neutral, by its name and value. */
  public Map<String, Lighting> parts() {
    Map<String, Lighting> parts = new LinkedHashMap<>();
    parts.put(
        "brightness " + brightness, new Lighting(brightness, null, null, null, null, null, null));
    parts.put("contrast " + contrast, new Lighting(null, contrast, null, null, null, null, null));
    parts.put(
        "saturation " + saturation, new Lighting(null, null, saturation, null, null, null, null));
    parts.put("colour " + colour, new Lighting(null, null, null, colour, null, null, null));
    parts.put("gamma " + gamma, new Lighting(null, null, null, null, gamma, null, null));
    parts.put("blur " + blur, new Lighting(null, null, null, null, null, blur, null));
    parts.put("jpeg " + jpeg, new Lighting(null, null, null, null, null, null, jpeg));
    parts.values().removeIf(NEUTRAL::equals);
    return parts;
  }

  Light draw(RandomGenerator random) {
    double logGamma = Math.log(gamma);
    return new Light(
        factor(brightness, random),
        factor(contrast, random),
        factor(saturation, random),
        new float[] {factor(colour, random), factor(colour, random), factor(colour, random)},
        Math.exp(between(-logGamma, logGamma, random)),
        between(0, blur, random),
        jpeg == null ? null : random.nextInt(jpeg, 101));
  }

  private static float factor(double strength, RandomGenerator random) {
    return (float) between(1 - strength, 1 + strength, random);
  }
}
