package org.ocellus.metadata;

import java.util.regex.Pattern;

/** What cameras and programs write into description fields by themselves. */
final class CameraText {

  private static final Pattern JUNK =
      Pattern.compile(
          ".{0,30}DIGITAL (STILL )?CAMERA"
              + "|SONY DSC|DCF 1\\.0|DSC|SAMSUNG|MINOLTA|KONICA MINOLTA"
              + "|EXIF[_ ]JPEG[_ ]PICTURE|JPEG|DEFAULT|UNTITLED|<?DIGIMAX.{0,20}"
              + "|CASIO COMPUTER CO\\.,? ?LTD\\.?|HP PHOTOSMART.{0,20}|MY BEAUTIFUL PICTURE"
              + "|CREATED WITH (THE )?GIMP|LEAD TECHNOLOGIES INC.{0,10}"
              + "|CHARSET=\"?[A-Z0-9-]{1,12}\"?|SCREENSHOT|[\\W_]{0,60}",
          Pattern.CASE_INSENSITIVE);

  private CameraText() {}

  static boolean isJunk(String text) {
    return JUNK.matcher(text).matches();
  }
}
