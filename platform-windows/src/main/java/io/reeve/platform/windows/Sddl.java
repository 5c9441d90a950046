package io.reeve.platform.windows;

import java.util.ArrayList;
import java.util.List;
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

  private static final Pattern OWNER = Pattern.compile("O:(S-[0-9-]+|[A-Z]{2})");
  private static final Pattern ENTRY =
      Pattern.compile("\\((\\w+);(\\w*);(\\w*);[^;]*;[^;]*;([^;)]*)[^)]*\\)");
  private static final Pattern RIGHTS = Pattern.compile("[A-Z]{2}");
  private static final Set<String> WRITES =
      Set.of("GA", "GW", "FA", "FW", "WD", "WO", "SD", "DC", "CC", "LC", "DT");

  /// FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_WRITE_EA, FILE_DELETE_CHILD, DELETE, WRITE_DAC,
  /// WRITE_OWNER, GENERIC_ALL, GENERIC_WRITE.
  private static final long WRITING =
      0x2 | 0x4 | 0x10 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000L | 0x40000000L;

  private Sddl() {}

  /// Who but the system and its administrators may change the file or what is in the folder; empty
  /// when nobody may. What is not understood counts as somebody.
  static Optional<String> othersWhoMayWrite(String descriptor) {
    var found = new ArrayList<String>();
    var owner = OWNER.matcher(descriptor);
    if (!owner.find()) {
      found.add("it has no owner");
    } else if (!OURS.contains(owner.group(1))) {
      found.add(owner.group(1) + " owns it");
    }
    int list = descriptor.indexOf("D:");
    if (list < 0 || descriptor.startsWith("D:NO_ACCESS_CONTROL", list)) {
      found.add("it has no access list");
    } else {
      found.addAll(writers(descriptor.substring(list)));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  private static List<String> writers(String list) {
    var found = new ArrayList<String>();
    var entries = ENTRY.matcher(list);
    while (entries.find()) {
      boolean allows = !Set.of("D", "OD", "AU", "ML").contains(entries.group(1));
      if (allows && !OURS.contains(entries.group(4)) && writes(entries.group(3))) {
        found.add(entries.group(4) + " may write");
      }
    }
    return found;
  }

  private static boolean writes(String rights) {
    if (rights.startsWith("0x")) {
      return (Long.parseLong(rights.substring(2), 16) & WRITING) != 0;
    }
    return RIGHTS.matcher(rights).results().anyMatch(each -> WRITES.contains(each.group()));
  }
}
