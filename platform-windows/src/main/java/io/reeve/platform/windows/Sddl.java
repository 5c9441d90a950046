package io.reeve.platform.windows;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Access lists as text (security descriptor definition language).
final class Sddl {
  /// The system, its administrators, whoever is the owner (who is one of these two), and Windows'
  /// own installer.
  private static final Set<String> OURS =
      Set.of(
          "SY",
          "BA",
          "CO",
          "S-1-5-18",
          "S-1-5-32-544",
          "S-1-3-0",
          "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");

  private static final Map<String, String> NAMES =
      Map.of(
          "WD", "everybody",
          "AU", "everybody who signs in",
          "BU", "users",
          "IU", "whoever is at the machine",
          "PU", "power users",
          "BG", "guests",
          "AN", "whoever does not sign in",
          "AC", "every app");

  private static final Pattern OWNER = Pattern.compile("^O:(S-[0-9-]+|[A-Z]{2})");

  /// Flags, then entries one after the other.
  private static final Pattern LIST = Pattern.compile("D:([A-Z_]*)((?:\\([^()]*\\))*)");

  private static final Pattern ENTRY =
      Pattern.compile("\\((\\w+);(\\w*);(\\w*);[^;()]*;[^;()]*;([^;()]+)\\)");
  private static final Set<String> DENIES = Set.of("D", "OD");

  private static final Map<String, Integer> RIGHTS =
      Map.ofEntries(
          Map.entry("GA", 0x10000000),
          Map.entry("GX", 0x20000000),
          Map.entry("GW", 0x40000000),
          Map.entry("GR", 0x80000000),
          Map.entry("FA", 0x1f01ff),
          Map.entry("FR", 0x120089),
          Map.entry("FW", 0x120116),
          Map.entry("FX", 0x1200a0),
          Map.entry("SD", 0x10000),
          Map.entry("RC", 0x20000),
          Map.entry("WD", 0x40000),
          Map.entry("WO", 0x80000),
          Map.entry("CC", 0x1),
          Map.entry("DC", 0x2),
          Map.entry("LC", 0x4),
          Map.entry("SW", 0x8),
          Map.entry("RP", 0x10),
          Map.entry("WP", 0x20),
          Map.entry("DT", 0x40),
          Map.entry("LO", 0x80),
          Map.entry("CR", 0x100));

  /// To go through a folder, to see a file's attributes and its access list, to wait for it: all
  /// that the agent's folder allows everybody.
  private static final int HARMLESS = 0x20000000 | 0x1200a0;

  /// An entry that is handed down and does not count for the folder itself.
  private static final Pattern INHERITED_ONLY =
      Pattern.compile("\\(\\w+;(?:[A-Z]{2})*?IO(?:[A-Z]{2})*;[^()]*\\)");

  /// FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_WRITE_EA, FILE_WRITE_ATTRIBUTES, GENERIC_WRITE.
  private static final int ADDING = 0x2 | 0x4 | 0x10 | 0x100 | 0x40000000;

  /// FILE_READ_DATA (or the list of a folder), FILE_READ_EA, GENERIC_READ.
  private static final int READING = 0x1 | 0x8 | 0x80000000;

  private Sddl() {}

  /// Who but the system and its administrators may read or change the file, or what is in the
  /// folder; empty when nobody may. What is not understood counts as somebody.
  static Optional<String> others(String descriptor) {
    return others(descriptor, HARMLESS);
  }

  /// Who but these may change the file, or what is in the folder.
  static Optional<String> writers(String descriptor) {
    return others(descriptor, HARMLESS | READING);
  }

  /// Who but these may put something else in the folder's own place or in that of what is in it.
  /// Whoever may only add to it may not, and what its entries will say of things made in it later
  /// does not count: with these two the root of a drive is as Windows makes it.
  static Optional<String> exchangers(String descriptor) {
    var own = INHERITED_ONLY.matcher(descriptor).replaceAll("");
    return others(own, HARMLESS | READING | ADDING);
  }

  private static Optional<String> others(String descriptor, int harmless) {
    var found = new LinkedHashSet<String>();
    var owner = OWNER.matcher(descriptor);
    if (!owner.find()) {
      found.add("it has no owner");
    } else if (!OURS.contains(owner.group(1))) {
      found.add(name(owner.group(1)) + " owns it");
    }
    var list = LIST.matcher(descriptor);
    if (!list.find() || list.group(1).endsWith("NO_ACCESS_CONTROL")) {
      found.add("it has no access list");
    } else if (list.end() != descriptor.length()) {
      found.add("its access list is not understood: " + descriptor.substring(list.end()));
    } else {
      found.addAll(others(entries(list.group(2)), harmless));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  private static List<String> entries(String list) {
    return Pattern.compile("\\([^()]*\\)")
        .matcher(list)
        .results()
        .map(each -> each.group())
        .toList();
  }

  private static List<String> others(List<String> entries, int harmless) {
    var found = new ArrayList<String>();
    for (var text : entries) {
      var entry = ENTRY.matcher(text);
      if (!entry.matches()) {
        found.add("its access list is not understood: " + text);
      } else if (!DENIES.contains(entry.group(1)) && !OURS.contains(entry.group(4))) {
        int rights = rights(entry.group(3)) & ~harmless;
        if (rights != 0) {
          found.add(name(entry.group(4)) + ((rights & ~READING) == 0 ? " may read" : " may write"));
        }
      }
    }
    return found;
  }

  /// The rights as a number; all of them when one is not understood.
  private static int rights(String text) {
    if (text.startsWith("0x") && text.length() <= 10) {
      return Integer.parseUnsignedInt(text.substring(2), 16);
    }
    int rights = 0;
    for (int i = 0; i < text.length(); i += 2) {
      var known = RIGHTS.get(text.substring(i, Math.min(i + 2, text.length())));
      if (known == null) {
        return -1;
      }
      rights |= known;
    }
    return rights;
  }

  private static String name(String account) {
    return NAMES.getOrDefault(account, account);
  }
}
