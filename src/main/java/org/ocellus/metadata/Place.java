package org.ocellus.metadata;

/**
 * A point on the Earth, WGS 84.
 *
 * @param latitude degrees, -90 to 90, north positive
 * @param longitude degrees, -180 to 180, east positive
 */
public record Place(double latitude, double longitude) {

  /**
   * Checks both ranges.
   *
   * @throws IllegalArgumentException if a coordinate is out of range or not a number
   */
  public Place {
    if (!(Math.abs(latitude) <= 90)) {
      throw new IllegalArgumentException("latitude must be from -90 to 90, got " + latitude);
    }
    if (!(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("longitude must be from -180 to 180, got " + longitude);
    }
  }
}
