package io.reeve.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A place on the machine: which mechanism holds it, and the parameters that mechanism needs to
/// find it.
///
/// Comes from a catalogue row with its holes filled in. Its text form is stable and is the key of
/// the journal.
///
/// @param mechanism the mechanism's name, for example `sshd` or `sysctl`
/// @param parameters what the mechanism needs, for example `key=PermitRootLogin`; read only, in key
///   order
public record Address(String mechanism, Map<String, String> parameters) {
  public Address {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /// The parameter of that name.
  ///
  /// @throws IllegalArgumentException when the row does not give it; a defect of the catalogue that
  ///   binding reports
  public String parameter(String name) {
    var value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "mechanism " + mechanism + " needs the parameter '" + name + "'");
    }
    return value;
  }

  /// The place as people name it in a sentence: `PermitRootLogin in sshd`, `/etc/issue`.
  public String words() {
    var holder = first("file", "conf", "path").orElse(mechanism);
    return first("key", "name", "rule", "unit", "sha1")
        .map(what -> what + " in " + holder)
        .orElse(holder);
  }

  private Optional<String> first(String... names) {
    return Arrays.stream(names).map(parameters::get).filter(Objects::nonNull).findFirst();
  }

  // As a record has them by itself, in a fraction of the time: a pass compares little else.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Address(var itsMechanism, var itsParameters)
        && mechanism.equals(itsMechanism)
        && parameters.equals(itsParameters);
  }

  @Override
  public int hashCode() {
    return 31 * mechanism.hashCode() + parameters.hashCode();
  }

  @Override
  public String toString() {
    return mechanism
        + parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
