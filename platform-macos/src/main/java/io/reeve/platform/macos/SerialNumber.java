package io.reeve.platform.macos;

import io.reeve.core.files.GivenName;
import java.io.IOException;

/// The serial number as System Information reports it.
record SerialNumber(Tools tools) implements GivenName.SerialNumber {
  @Override
  public String ask() throws IOException {
    return tools.report("SPHardwareDataType").path(0).path("serial_number").asText();
  }
}
