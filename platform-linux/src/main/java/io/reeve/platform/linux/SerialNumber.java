package io.reeve.platform.linux;

import io.reeve.core.files.GivenName;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// The serial number as the firmware tells it.
record SerialNumber(Host host) implements GivenName.SerialNumber {
  private static final List<String> FILES =
      List.of("/sys/class/dmi/id/product_serial", "/sys/firmware/devicetree/base/serial-number");

  @Override
  public String ask() {
    return FILES.stream()
        .map(file -> text(host, file).replace("\0", "").strip())
        .filter(serial -> !GivenName.isForgotten(serial))
        .findFirst()
        .orElse("");
  }

  /// A file of the kernel's; nothing where there is none, or it is not ours to read.
  private static String text(Host host, String file) {
    try {
      return Files.readString(host.path(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
