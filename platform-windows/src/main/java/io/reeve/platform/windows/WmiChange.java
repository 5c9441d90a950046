package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is changed in a namespace of Windows Management Instrumentation.
///
/// @param type a class of the namespace
record WmiChange(ComSession session, IWbemServices space, String type) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final int MILLIS = 20_000;
  private static final int FORWARD_ONLY_AND_AT_ONCE = 0x30;
  private static final String FAILED = "ReturnValue";

  WmiChange {
    need(type);
  }

  private static void need(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of Windows Management: " + name);
    }
  }

  /// An object of COM and its address.
  private record Found(long address, IWbemClassObject object) {}

  void call(Map<String, String> which, String method, Map<String, String> arguments)
      throws IOException {
    var path = which.isEmpty() ? type : path(instance(which).orElseThrow(this::none));
    var given = arguments.isEmpty() ? 0 : arguments(method, arguments);
    var out = new long[1];
    space.ExecMethod(path, method, 0, 0, given, out, 0);
    if (out[0] != 0) {
      var answer = text(session.at(out[0], IWbemClassObject.class), FAILED);
      if (!answer.orElse("0").equals("0")) {
        throw new IOException(type + "." + method + " answers " + answer.get());
      }
    }
  }

  private NotApplicableException none() {
    return new NotApplicableException("this Windows has no instance of " + type);
  }

  private long arguments(String method, Map<String, String> arguments) throws OsException {
    var in = new long[1];
    var out = new long[1];
    self().object().GetMethod(Wide.of(method), 0, in, out);
    if (out[0] != 0) {
      session.at(out[0], IWbemClassObject.class);
    }
    var given = spawned(session.at(in[0], IWbemClassObject.class));
    for (var argument : arguments.entrySet()) {
      put(given, argument.getKey(), new Wmi.Given.Text(argument.getValue()));
    }
    return given.address();
  }

  private Found self() throws OsException {
    var found = new long[1];
    space.GetObject(type, 0, 0, found, 0);
    return new Found(found[0], session.at(found[0], IWbemClassObject.class));
  }

  private Found spawned(IWbemClassObject of) throws OsException {
    var made = new long[1];
    of.SpawnInstance(0, made);
    return new Found(made[0], session.at(made[0], IWbemClassObject.class));
  }

  private void put(Found object, String property, Wmi.Given value) throws OsException {
    try (var variant = session.variant()) {
      variant.put(value);
      object.object().Put(Wide.of(property), 0, variant, 0);
    }
  }

  void put(Map<String, String> which, Map<String, Wmi.Given> values) throws IOException {
    var there = instance(which);
    var object = there.isPresent() ? there.get() : spawned(self().object());
    if (there.isEmpty()) {
      for (var key : which.entrySet()) {
        put(object, key.getKey(), new Wmi.Given.Text(key.getValue()));
      }
    }
    for (var value : values.entrySet()) {
      put(object, value.getKey(), value.getValue());
    }
    space.PutInstance(object.address(), 0, 0, 0);
  }

  void remove(Map<String, String> which) throws IOException {
    var there = instance(which);
    if (there.isPresent()) {
      space.DeleteInstance(path(there.get()), 0, 0, 0);
    }
  }

  private String path(Found instance) throws IOException {
    return text(instance.object(), "__RELPATH")
        .orElseThrow(() -> new IOException("Windows does not tell the path of a " + type));
  }

  private Optional<Found> instance(Map<String, String> which) throws IOException {
    var found = new long[1];
    space.ExecQuery("WQL", query(type, which), FORWARD_ONLY_AND_AT_ONCE, 0, found);
    var object = new long[1];
    int said = session.at(found[0], IEnumWbemClassObject.class).Next(MILLIS, 1, object, new int[1]);
    if (said != 0 && said != 1) {
      throw new IOException("Windows takes too long to tell of " + type);
    }
    return said == 0
        ? Optional.of(new Found(object[0], session.at(object[0], IWbemClassObject.class)))
        : Optional.empty();
  }

  /// The query for one instance; no text can end its own quotes.
  static String query(String type, Map<String, String> which) {
    var conditions =
        new TreeMap<>(which)
            .entrySet().stream()
                .map(each -> each.getKey() + "='" + quoted(each.getKey(), each.getValue()) + "'")
                .collect(Collectors.joining(" AND "));
    return "SELECT * FROM " + type + (conditions.isEmpty() ? "" : " WHERE " + conditions);
  }

  private static String quoted(String name, String text) {
    need(name);
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private Optional<String> text(IWbemClassObject object, String property) throws OsException {
    try (var value = session.variant()) {
      object.Get(Wide.of(property), 0, value, 0, 0);
      return value.text();
    }
  }
}
