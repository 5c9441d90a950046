package io.reeve.platform.windows;

import io.reeve.policy.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks of addresses that several mechanisms share.
final class Checks {
  private Checks() {}

  /// A parameter that matches as a whole.
  ///
  /// @throws IllegalArgumentException when it is missing or does not match
  static String parameter(Address address, String name, Pattern pattern) {
    var text = address.parameter(name);
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "mechanism " + address.mechanism() + " cannot take '" + text + "' as its " + name);
    }
    return text;
  }

  static Optional<String> optional(Address address, String name) {
    return Optional.ofNullable(address.parameters().get(name));
  }

  /// Holds the address to have these parameters at most.
  static void only(Address address, Set<String> names) {
    if (!names.containsAll(address.parameters().keySet())) {
      throw new IllegalArgumentException(
          "mechanism " + address.mechanism() + " takes only " + names + ": " + address);
    }
  }

  /// The different values that addresses give a parameter, in order.
  static Set<String> distinct(List<Address> addresses, String name) {
    var values = new LinkedHashSet<String>();
    addresses.forEach(address -> optional(address, name).ifPresent(values::add));
    return values;
  }
}
