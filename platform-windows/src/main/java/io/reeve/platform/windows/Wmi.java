package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Windows Management Instrumentation, and the bridge to the settings that Windows' own management
/// holds (`root\cimv2\mdm\dmmap`), which answers the system only.
interface Wmi {
  /// The bridge's namespace.
  String BRIDGE = "root\\cimv2\\mdm\\dmmap";

  /// The instances of a class: the texts, numbers and truth values of these properties, by name.
  /// Those without a value are missing.
  ///
  /// @throws io.reeve.core.spi.NotApplicableException when this Windows has no such class
  List<Map<String, String>> instances(String namespace, String type, List<String> properties)
      throws IOException;

  /// Calls a method of an instance, or of the class itself where nothing tells which.
  ///
  /// @param which the texts of properties by which one instance is told
  /// @param arguments texts, by name
  /// @throws io.reeve.core.spi.NotApplicableException when this Windows has no such class or
  ///   instance
  /// @throws IOException also when the method answers that it failed
  void call(
      String namespace,
      String type,
      Map<String, String> which,
      String method,
      Map<String, String> arguments)
      throws IOException;

  /// Gives properties of an instance these values, and makes the instance if there is none.
  ///
  /// @param which the texts of its keys
  /// @param values by name
  /// @throws io.reeve.core.spi.NotApplicableException when this Windows has no such class
  void put(String namespace, String type, Map<String, String> which, Map<String, Given> values)
      throws IOException;

  /// Takes an instance away, if it is there.
  ///
  /// @param which the texts of its keys
  void remove(String namespace, String type, Map<String, String> which) throws IOException;

  /// A value that is given to a property.
  sealed interface Given {
    record Text(String text) implements Given {}

    record Whole(int number) implements Given {}

    record Truth(boolean truth) implements Given {}

    /// None: the property loses its own.
    record Nothing() implements Given {}
  }
}
