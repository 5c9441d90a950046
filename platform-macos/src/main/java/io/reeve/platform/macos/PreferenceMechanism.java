package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.util.regex.Pattern;

/// Preferences of the whole system, through CFPreferences.
///
/// Parameters: `domain`, `key`, `type` (`bool`, `int`, `text` or `json`). Where a profile sets the
/// key the profile counts: a different value is then refused, and never pretended.
final class PreferenceMechanism implements Mechanism {
  static final Pattern DOMAIN = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,127}");
  static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");

  private final Tools tools;
  private final Preferences preferences;

  PreferenceMechanism(Tools tools, Preferences preferences) {
    this.tools = tools;
    this.preferences = preferences;
  }

  @Override
  public String name() {
    return "preference";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var domain = Checks.parameter(address, "domain", DOMAIN);
    var key = Checks.parameter(address, "key", KEY);
    var form = PreferenceForm.of(address.parameter("type"));
    tools.live("preferences");
    return new PreferencePlace(tools, preferences, domain, key, form);
  }
}
