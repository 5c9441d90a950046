package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Classes with captured instances.
final class MemoryWmi implements Wmi {
  private final Map<String, List<Map<String, String>>> classes = new TreeMap<>();

  /// @param properties names and values in turn
  MemoryWmi given(String type, String... properties) {
    var row = new LinkedHashMap<String, String>();
    for (int i = 0; i < properties.length; i += 2) {
      row.put(properties[i], properties[i + 1]);
    }
    classes.computeIfAbsent(type, _ -> new ArrayList<>()).add(row);
    return this;
  }

  @Override
  public List<Map<String, String>> instances(String namespace, String type, List<String> properties)
      throws IOException {
    var rows = classes.get(type);
    if (rows == null) {
      throw new NotApplicableException("this Windows has no " + type);
    }
    return rows.stream()
        .map(row -> {
          var some = new LinkedHashMap<>(row);
          some.keySet().retainAll(properties);
          return (Map<String, String>) some;
        })
        .toList();
  }
}
