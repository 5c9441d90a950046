package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.Optional;

/// The preferences of this Mac.
final class CfPreferences implements Preferences {
  @Override
  public Optional<JsonNode> effective(String domain, String key) throws IOException {
    try (var cf = new Cf()) {
      var application = cf.text(domain);
      // What other processes wrote since is seen only after this.
      Cf.CF.CFPreferencesAppSynchronize(application);
      return cf.taken(Cf.CF.CFPreferencesCopyAppValue(cf.text(key), application));
    }
  }

  /// Reading the value comes first: it synchronises, and whether it is forced is known of what this
  /// process has read.
  @Override
  public Optional<JsonNode> forced(String domain, String key) throws IOException {
    var effective = effective(domain, key);
    try (var cf = new Cf()) {
      boolean forced = Cf.CF.CFPreferencesAppValueIsForced(cf.text(key), cf.text(domain)) != 0;
      return forced ? effective : Optional.empty();
    }
  }

  @Override
  public Optional<JsonNode> stored(String domain, String key) throws IOException {
    try (var cf = new Cf()) {
      var application = cf.text(domain);
      // As in `effective`: else a change by others could pass for what is wanted, or for its lack.
      Cf.CF.CFPreferencesAppSynchronize(application);
      return cf.taken(
          Cf.CF.CFPreferencesCopyValue(
              cf.text(key),
              application,
              Cf.constant("kCFPreferencesAnyUser"),
              Cf.constant("kCFPreferencesCurrentHost")));
    }
  }

  @Override
  public void store(String domain, String key, Optional<JsonNode> value) throws IOException {
    try (var cf = new Cf()) {
      var application = cf.text(domain);
      var user = Cf.constant("kCFPreferencesAnyUser");
      var machine = Cf.constant("kCFPreferencesCurrentHost");
      var object = value.isPresent() ? cf.value(value.get()) : null;
      Cf.CF.CFPreferencesSetValue(cf.text(key), object, application, user, machine);
      if (Cf.CF.CFPreferencesSynchronize(application, user, machine) == 0) {
        throw new OsException(
            "CFPreferencesSynchronize", 0, domain + " cannot be written, wanted key " + key);
      }
    }
  }
}
