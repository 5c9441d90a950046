package io.reeve.platform.windows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the firmware tells of the machine (DMTF DSP0134), as `GetSystemFirmwareTable` gives it:
/// eight bytes of Windows', then one structure after the other, each a formatted part followed by
/// its texts.
final class Smbios {
  private static final int HEADER = 8;
  private static final int SYSTEM = 1;
  private static final int SERIAL = 7;

  private Smbios() {}

  /// The machine's serial number; empty where it has none or the table is damaged.
  static String serial(byte[] table) {
    int at = HEADER;
    while (at + 4 <= table.length) {
      int type = table[at] & 0xFF;
      int length = table[at + 1] & 0xFF;
      int texts = at + length;
      if (length < 4 || texts > table.length) {
        return "";
      }
      int end = end(table, texts);
      if (type == SYSTEM && length > SERIAL) {
        var all = texts(table, texts, end);
        int number = table[at + SERIAL] & 0xFF;
        return number == 0 || number > all.size() ? "" : all.get(number - 1);
      }
      at = end;
    }
    return "";
  }

  /// Behind the two zeros that end the texts.
  private static int end(byte[] table, int texts) {
    int at = texts;
    while (at + 1 < table.length && (table[at] != 0 || table[at + 1] != 0)) {
      at++;
    }
    return Math.min(at + 2, table.length);
  }

  private static List<String> texts(byte[] table, int from, int to) {
    var all = new ArrayList<String>();
    int start = from;
    for (int at = from; at < to; at++) {
      if (table[at] == 0 && at > start) {
        all.add(new String(table, start, at - start, StandardCharsets.US_ASCII).strip());
        start = at + 1;
      }
    }
    return all;
  }
}
