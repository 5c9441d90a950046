package io.reeve.core.desk;

/// Draws the icon: a shield whose mark tells the state, so that nobody needs its colour. Every
/// system shows the same one, at the size it wants.
public final class TrayImage {
  /// Points looked at on each side of a pixel.
  private static final int FINE = 4;

  private static final int GREEN = 0x2E8B57;
  private static final int AMBER = 0xD9820F;
  private static final int BLUE = 0x4A6FA5;
  private static final int GREY = 0x7A7F87;
  private static final int WHITE = 0xFFFFFF;

  private TrayImage() {}

  /// The picture, row by row from the top, each pixel `0xAARRGGBB` and not premultiplied.
  ///
  /// @param size its width and height in pixels, 8 to 512
  public static int[] argb(TrayIcon.State state, int size) {
    if (size < 8 || size > 512) {
      throw new IllegalArgumentException("no icon has " + size + " pixels");
    }
    var picture = new int[size * size];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = pixel(state, i % size, i / size, size);
    }
    return picture;
  }

  private static int pixel(TrayIcon.State state, int column, int row, int size) {
    int shield = 0;
    int mark = 0;
    for (int i = 0; i < FINE * FINE; i++) {
      double x = (column + (i % FINE + 0.5) / FINE) / size * 2 - 1;
      double y = (row + (Math.floorDiv(i, FINE) + 0.5) / FINE) / size * 2 - 1;
      if (inShield(x, y)) {
        shield++;
        mark += inMark(state, x, y) ? 1 : 0;
      }
    }
    if (shield == 0) {
      return 0;
    }
    int alpha = 255 * shield / (FINE * FINE);
    return (alpha << 24) | mix(colour(state), WHITE, (double) mark / shield);
  }

  private static int colour(TrayIcon.State state) {
    return switch (state) {
      case COMPLIANT -> GREEN;
      case ATTENTION -> AMBER;
      case UNJUDGED, NOT_ENROLLED -> BLUE;
      case OFFLINE -> GREY;
    };
  }

  /// Straight down to the middle, then to a point; the coordinates go from -1 to 1.
  private static boolean inShield(double x, double y) {
    double half = y < 0 ? 0.82 : 0.82 * Math.sqrt(Math.max(0, 1 - Math.pow(y / 0.95, 2)));
    double top = -0.92 + 0.12 * Math.abs(x);
    return y >= top && y <= 0.95 && Math.abs(x) <= half;
  }

  private static boolean inMark(TrayIcon.State state, double x, double y) {
    return switch (state) {
      case COMPLIANT ->
          near(x, y, -0.42, -0.02, -0.1, 0.32, 0.13) || near(x, y, -0.1, 0.32, 0.45, -0.42, 0.13);
      case ATTENTION -> near(x, y, 0, -0.55, 0, 0.1, 0.13) || near(x, y, 0, 0.45, 0, 0.46, 0.14);
      case UNJUDGED -> near(x, y, -0.4, -0.05, 0.4, -0.05, 0.13);
      case NOT_ENROLLED ->
          near(x, y, -0.4, -0.05, 0.4, -0.05, 0.13) || near(x, y, 0, -0.45, 0, 0.35, 0.13);
      case OFFLINE ->
          near(x, y, -0.35, -0.4, 0.35, 0.3, 0.13) || near(x, y, 0.35, -0.4, -0.35, 0.3, 0.13);
    };
  }

  /// Whether a point is at most that far from a line between two others.
  private static boolean near(
      double x, double y, double x1, double y1, double x2, double y2, double far) {
    double dx = x2 - x1;
    double dy = y2 - y1;
    double along = Math.clamp(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= far;
  }

  private static int mix(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double a = (from >> shift) & 0xFF;
      double b = (to >> shift) & 0xFF;
      mixed |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return mixed;
  }
}
