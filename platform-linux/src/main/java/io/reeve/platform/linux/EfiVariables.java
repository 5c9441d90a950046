package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// The variables of the UEFI firmware that are one byte long.
record EfiVariables(Facts facts) {
  private static final String EFI = "/sys/firmware/efi";
  private static final String FILES = EFI + "/efivars";

  /// The older interface, which needs no mount.
  private static final String FOLDERS = EFI + "/vars";

  private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";
  private static final String SHIM = "-605dab50-e046-4300-abb6-3dd810dd8b23";
  private static final int ATTRIBUTE_BYTES = 4;

  /// Whether the machine was started by UEFI.
  boolean present() {
    return facts.exists(EFI);
  }

  /// Whether there is any variable to be read.
  boolean readable() throws IOException {
    return !facts.names(FILES).isEmpty() || !facts.names(FOLDERS).isEmpty();
  }

  /// A variable of the firmware; empty when it is not there.
  Optional<Long> global(String name) throws IOException {
    return variable(name + GLOBAL);
  }

  /// A variable of the shim, the first program that Secure Boot starts.
  Optional<Long> shim(String name) throws IOException {
    return variable(name + SHIM);
  }

  private Optional<Long> variable(String name) throws IOException {
    try (var in = Files.newInputStream(facts.path(FILES + "/" + name))) {
      return parse(in.readNBytes(ATTRIBUTE_BYTES + 2));
    } catch (NoSuchFileException _) {
      return plain(name);
    }
  }

  private Optional<Long> plain(String name) throws IOException {
    try (var in = Files.newInputStream(facts.path(FOLDERS + "/" + name + "/data"))) {
      var bytes = in.readNBytes(2);
      return bytes.length == 1 ? Optional.of((long) bytes[0]) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// The value of a one-byte variable: the kernel puts four bytes of attributes before it.
  static Optional<Long> parse(byte[] variable) {
    return variable.length == ATTRIBUTE_BYTES + 1
        ? Optional.of((long) variable[ATTRIBUTE_BYTES])
        : Optional.empty();
  }
}
