package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Windows Management Instrumentation, and the bridge to the settings that Windows' own management
/// holds (`root\cimv2\mdm\dmmap`). It is only read here.
interface Wmi {
  /// The instances of a class: the texts, numbers and truth values of these properties, by name.
  /// Those without a value are missing.
  ///
  /// @throws io.reeve.core.spi.NotApplicableException when this Windows has no such class
  List<Map<String, String>> instances(String namespace, String type, List<String> properties)
      throws IOException;
}
