package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeometricTest {
  private static final int DRAWS = 200;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void aCropLiesInThePicture() {
    Scale scale = new Scale(0.2, 1.0, 1.5);
    double leastArea = 1;
    for (int i = 0; i < DRAWS; i++) {
      Homography map = scale.draw(random, 32);
      double width = (map.x(1, 0) - map.x(-1, 0)) / 2;
      double height = (map.y(0, 1) - map.y(0, -1)) / 2;
      assertThat(width * height).isBetween(0.2 - 1e-9, 1 + 1e-9);
      assertThat(width / height).isBetween(1 / 1.5 - 1e-9, 1.5 + 1e-9);
      leastArea = Math.min(leastArea, width * height);
      if (width <= 1) {
        assertThat(map.x(-1, 0)).isGreaterThanOrEqualTo(-1 - 1e-9);
        assertThat(map.x(1, 0)).isLessThanOrEqualTo(1 + 1e-9);
      }
    }
    assertThat(leastArea).isLessThan(0.25);
  }

  @Test
  void aPictureThatShrinksStaysInItsFrame() {
    Scale scale = new Scale(4.0, 4.0, null);
    for (int i = 0; i < DRAWS; i++) {
      Homography map = scale.draw(random, 32);
      assertThat(map.x(-1, 0)).isLessThanOrEqualTo(-1 + 1e-9);
      assertThat(map.x(1, 0)).isGreaterThanOrEqualTo(1 - 1e-9);
    }
  }

  @Test
  void aRotationKeepsLengthsAndStaysWithinItsAngle() {
    Rotation rotation = new Rotation(30);
    double greatest = 0;
    for (int i = 0; i < DRAWS; i++) {
      Homography map = rotation.draw(random, 32);
      assertThat(Math.hypot(map.x(1, 0), map.y(1, 0))).isCloseTo(1, within(1e-12));
      double angle = Math.toDegrees(Math.atan2(map.y(1, 0), map.x(1, 0)));
      assertThat(angle).isBetween(-30.0, 30.0);
      greatest = Math.max(greatest, Math.abs(angle));
    }
    assertThat(greatest).isGreaterThan(25);
  }

  @Test
  void aTranslationIsByWholePixels() {
    Translation translation = new Translation(0.125);
    boolean farthest = false;
    for (int i = 0; i < DRAWS; i++) {
      double pixels = translation.draw(random, 32).x(0, 0) * 16;
      assertThat(pixels).isEqualTo(Math.rint(pixels)).isBetween(-4.0, 4.0);
      farthest |= pixels == 4;
    }
    assertThat(farthest).isTrue();
  }

  @Test
  void aFlipHappensAsOftenAsAsked() {
    Flip flip = new Flip(0.25);
    int flipped = 0;
    for (int i = 0; i < 4000; i++) {
      flipped += flip.draw(random, 32).x(1, 0) < 0 ? 1 : 0;
    }
    assertThat(flipped / 4000.0).isCloseTo(0.25, within(0.03));
  }

  @Test
  void aViewpointKeepsTheCentreAndNeverLooksBehind() {
    Viewpoint viewpoint = new Viewpoint(20.0, 0.45);
    for (int i = 0; i < DRAWS; i++) {
      Homography map = viewpoint.draw(random);
      assertThat(map.x(0, 0)).isZero();
      assertThat(map.y(0, 0)).isZero();
      for (double x = -1; x <= 1; x += 2) {
        for (double y = -1; y <= 1; y += 2) {
          assertThat(map.wx() * x + map.wy() * y + map.w0()).isPositive();
        }
      }
    }
  }

  @Test
  void onABackgroundThePictureIsWholeAndKeepsItsShare() {
    Background background = new Background(null, 0.3);
    for (int i = 0; i < DRAWS; i++) {
      Homography map = background.draw(random);
      double stretch = (map.x(1, 0) - map.x(-1, 0)) / 2;
      assertThat(1 / (stretch * stretch)).isBetween(0.3 - 1e-9, 1 + 1e-9);
      assertThat(map.x(-1, 0)).isLessThanOrEqualTo(-1 + 1e-9);
      assertThat(map.x(1, 0)).isGreaterThanOrEqualTo(1 - 1e-9);
    }
  }

  @Test
  void mapsAreDoneOneAfterTheOther() {
    Homography first = new Homography(1, 0.2, 0.1, -0.3, 1.1, 0.4, 0.1, 0.2, 1);
    Homography second = new Homography(0.7, 0.1, 0.3, 0.2, 0.9, -0.1, -0.2, 0.1, 1);
    double x = first.x(0.3, -0.6);
    double y = first.y(0.3, -0.6);

    assertThat(second.after(first).x(0.3, -0.6)).isCloseTo(second.x(x, y), within(1e-12));
    assertThat(second.after(first).y(0.3, -0.6)).isCloseTo(second.y(x, y), within(1e-12));
  }
}
