package io.reeve.platform.linux;

import io.reeve.core.desk.TrayIcon;
import io.reeve.core.desk.TrayImage;
import java.nio.ByteBuffer;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/// A picture as D-Bus carries it, `(iiay)`: ARGB, each pixel with its highest byte first.
public final class Pixmap extends Struct {
  @Position(0)
  private final int width;

  @Position(1)
  private final int height;

  @Position(2)
  private final byte[] pixels;

  public Pixmap(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels.clone();
  }

  static Pixmap of(TrayIcon.State state, int size) {
    var argb = TrayImage.argb(state, size);
    var pixels = ByteBuffer.allocate(Integer.BYTES * argb.length);
    for (int pixel : argb) {
      pixels.putInt(pixel);
    }
    return new Pixmap(size, size, pixels.array());
  }

  public int getWidth() {
    return width;
  }

  public int getHeight() {
    return height;
  }

  public byte[] getPixels() {
    return pixels.clone();
  }
}
