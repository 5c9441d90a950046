package io.reeve.platform.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/// What a device holds by its first bytes, as far as people keep things in it. FAT is not among
/// them: what stays in a machine and has it is what the machine boots from.
///
/// @param kind the file system
/// @param offset where its mark is
/// @param mark in hexadecimal digits
record Signature(String kind, int offset, String mark) {
  private static final int LOOKED_AT = 66 << 10;
  private static final Signature[] ALL = {
    new Signature("ext4", 0x438, "53ef"),
    new Signature("xfs", 0, text("XFSB")),
    new Signature("btrfs", 0x10040, text("_BHRfS_M")),
    new Signature("f2fs", 1024, "1020f5f2"),
    new Signature("ntfs", 3, text("NTFS    ")),
    new Signature("exfat", 3, text("EXFAT   ")),
    new Signature("swap", 4086, text("SWAPSPACE2"))
  };

  private static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// What is on that device; empty when it is nothing that is known here.
  static Optional<String> of(Path device) throws IOException {
    var bytes = new byte[LOOKED_AT];
    int read = 0;
    try (var file = new RandomAccessFile(device.toFile(), "r")) {
      for (int more = 0; more >= 0 && read < bytes.length; ) {
        more = file.read(bytes, read, bytes.length - read);
        read += Math.max(more, 0);
      }
    }
    var hex = HexFormat.of().formatHex(bytes, 0, read);
    for (var each : ALL) {
      if (hex.startsWith(each.mark, 2 * each.offset)) {
        return Optional.of(each.kind);
      }
    }
    return Optional.empty();
  }
}
