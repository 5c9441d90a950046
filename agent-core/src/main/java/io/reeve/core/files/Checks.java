package io.reeve.core.files;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks of addresses and values that several mechanisms share.
public final class Checks {
  private static final int MAX_LINE = 16 << 10;

  private Checks() {}

  /// The value as text for one line of a file.
  ///
  /// @throws IOException when it holds a line end or another control character, which would set
  ///   more than it says, or is too long for a line
  public static String line(Value value) throws IOException {
    var text = value.wire();
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IOException("the value holds a control character: '" + text + "'");
    }
    if (text.length() > MAX_LINE) {
      throw new IOException("the value is over " + MAX_LINE + " characters");
    }
    return text;
  }

  /// A parameter that matches as a whole.
  ///
  /// @throws IllegalArgumentException when it is missing or does not match
  public static String parameter(Address address, String name, Pattern pattern) {
    var text = address.parameter(name);
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "mechanism " + address.mechanism() + " cannot take '" + text + "' as its " + name);
    }
    return text;
  }

  public static Optional<String> optional(Address address, String name) {
    return Optional.ofNullable(address.parameters().get(name));
  }

  /// The different values that addresses give a parameter, in order.
  public static Set<String> distinct(List<Address> addresses, String name) {
    var values = new LinkedHashSet<String>();
    addresses.forEach(address -> optional(address, name).ifPresent(values::add));
    return values;
  }

  /// A parameter that names a file.
  ///
  /// @throws IllegalArgumentException when it is missing, not absolute or leaves the root
  public static String file(Host host, Address address, String name) {
    var file = address.parameter(name);
    if (host.path(file).equals(host.root()) || file.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not a file name: '" + file + "'");
    }
    return file;
  }

  /// Holds what the row's `requires` names, a file or several with `|` between, to be there on a
  /// real machine. A scratch root needs no software.
  public static void requires(Host host, Address address) throws NotApplicableException {
    var files = optional(address, "requires");
    if (files.isEmpty() || host.isScratch()) {
      return;
    }
    for (var file : files.get().split("\\|")) {
      if (Files.exists(host.path(file))) {
        return;
      }
    }
    throw new NotApplicableException(files.get().replace("|", " or ") + " is not installed");
  }
}
