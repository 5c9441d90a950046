package io.reeve.harness.lab;

import java.util.Map;

/// A request and the parts of its path that the route left open.
record ApiCall(WebRequest request, Map<String, String> parts) {
  ApiCall {
    parts = Map.copyOf(parts);
  }

  String part(String name) {
    return parts.getOrDefault(name, "");
  }

  ApiFields fields() {
    return ApiFields.of(request.text());
  }

  long number(String name) {
    var text = request.query().getOrDefault(name, "0");
    if (!text.matches("[0-9]{1,18}")) {
      throw LabException.bad("'" + name + "=" + text + "' is no number", "use digits");
    }
    return Long.parseLong(text);
  }
}
