package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A number or a version, compared part by part as numbers; missing parts are zero.
///
/// @param parts from the left
record Version(List<Long> parts) implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18}){0,7}");

  Version {
    parts = List.copyOf(parts);
  }

  /// Reads digits with dots between; a number may be negative. Empty when it is not that.
  static Optional<Version> of(String text) {
    var bare = text.strip();
    if (!FORM.matcher(bare).matches()) {
      return Optional.empty();
    }
    var parts = new ArrayList<Long>();
    for (var part : bare.split("\\.", -1)) {
      parts.add(Long.parseLong(part));
    }
    return Optional.of(new Version(parts));
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = Long.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private long part(int index) {
    return index < parts.size() ? parts.get(index) : 0;
  }
}
