package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/// Classes with captured instances, each in the namespace in which Microsoft documents it and in no
/// other.
final class MemoryWmi implements Wmi {
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "Win32_EncryptableVolume", "root\\cimv2\\Security\\MicrosoftVolumeEncryption",
          "Win32_Tpm", "root\\cimv2\\Security\\MicrosoftTpm",
          "Win32_QuickFixEngineering", "root\\cimv2",
          "Win32_Service", "root\\cimv2",
          "AntiVirusProduct", "root\\SecurityCenter2",
          "AntiSpywareProduct", "root\\SecurityCenter2",
          "FirewallProduct", "root\\SecurityCenter2");

  private final Map<String, List<Map<String, String>>> classes = new TreeMap<>();

  /// What was changed, in order.
  final List<String> calls = new ArrayList<>();

  /// Whether methods take longer than anybody waits.
  boolean late;

  /// A class without instances.
  MemoryWmi knowing(String type) {
    classes.computeIfAbsent(type, _ -> new ArrayList<>());
    return this;
  }

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
    return rows(namespace, type).stream()
        .map(row -> {
          var some = new LinkedHashMap<>(row);
          some.keySet().retainAll(properties);
          return (Map<String, String>) some;
        })
        .toList();
  }

  private static String namespace(String type) {
    return type.startsWith("MDM_")
        ? "root\\cimv2\\mdm\\dmmap"
        : Objects.requireNonNull(NAMESPACES.get(type), type);
  }

  private List<Map<String, String>> rows(String namespace, String type) throws IOException {
    var rows = classes.get(type);
    if (rows == null || !namespace(type).equals(namespace)) {
      throw new NotApplicableException("this Windows has no " + type);
    }
    return rows;
  }

  private Optional<Map<String, String>> instance(
      String namespace, String type, Map<String, String> which) throws IOException {
    return rows(namespace, type).stream()
        .filter(row -> row.entrySet().containsAll(which.entrySet()))
        .findFirst();
  }

  @Override
  public void call(
      String namespace,
      String type,
      Map<String, String> which,
      String method,
      Map<String, String> arguments)
      throws IOException {
    if (instance(namespace, type, which).isEmpty()) {
      throw new NotApplicableException("this Windows has no instance of " + type);
    }
    if (late) {
      throw new IOException("Windows did not answer", new TimeoutException());
    }
    calls.add(namespace + " " + type + "." + method + new TreeMap<>(arguments));
  }

  @Override
  public void put(
      String namespace, String type, Map<String, String> which, Map<String, Given> values)
      throws IOException {
    var row = instance(namespace, type, which);
    var into = row.isPresent() ? row.get() : new LinkedHashMap<>(which);
    if (row.isEmpty()) {
      rows(namespace, type).add(into);
    }
    values.forEach((name, value) -> {
      switch (value) {
        case Given.Text(var text) -> into.put(name, text);
        case Given.Whole(var number) -> into.put(name, Integer.toString(number));
        case Given.Truth(var truth) -> into.put(name, Boolean.toString(truth));
        case Given.Nothing() -> into.remove(name);
      }
    });
    calls.add("put " + type + values.keySet());
  }

  @Override
  public void remove(String namespace, String type, Map<String, String> which) throws IOException {
    var row = instance(namespace, type, which);
    if (row.isPresent()) {
      rows(namespace, type).remove(row.get());
      calls.add("remove " + type);
    }
  }
}
