package io.reeve.core.local;

import io.reeve.core.redact.Redactor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON that leaves the machine: without what looks like a secret, and JSON still.
public final class CleanJson {
  private CleanJson() {}

  /// The value as indented JSON.
  public static String pretty(Object value) {
    return of(Json.line(value));
  }

  /// A document, indented. One that is not JSON is cleaned as the text it is.
  public static String of(String document) {
    try {
      return Json.pretty(clean(Json.parse(document)));
    } catch (IOException _) {
      return Redactor.clean(document);
    }
  }

  private static @Nullable Object clean(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> Redactor.clean(text);
      case List<?> list -> list.stream().map(CleanJson::clean).toList();
      case Map<?, ?> map -> members(map);
      case Object other -> other;
    };
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> map) {
    var clean = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> {
      var name = String.valueOf(key);
      clean.put(name, Redactor.isSecret(name) ? hidden(value) : clean(value));
    });
    return clean;
  }

  private static @Nullable Object hidden(@Nullable Object value) {
    return switch (value) {
      case String _, Number _, List<?> _ -> Redactor.REMOVED;
      case null -> null;
      case Object other -> clean(other);
    };
  }
}
