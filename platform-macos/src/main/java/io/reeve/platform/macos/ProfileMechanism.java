package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Preferences that count only when a profile sets them, which somebody with administrator rights
/// has to approve.
///
/// Parameters: `domain`, which is the payload's type too; `key`; `type` (`bool`, `int`, `text` or
/// `json`). All keys of a domain are in one profile. The setting is pending until what is in force
/// is what was asked, whoever's profile brought it; what no profile sets does not count, since
/// anybody could change it.
final class ProfileMechanism implements Mechanism {
  private final Tools tools;
  private final Preferences preferences;
  private final Profiles profiles;

  ProfileMechanism(Tools tools, Preferences preferences, Profiles profiles) {
    this.tools = tools;
    this.preferences = preferences;
    this.profiles = profiles;
  }

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var domain = Checks.parameter(address, "domain", PreferenceMechanism.DOMAIN);
    var key = Checks.parameter(address, "key", PreferenceMechanism.KEY);
    var form = PreferenceForm.of(address.parameter("type"));
    tools.live("profiles");
    return new Place(domain, key, form);
  }

  private final class Place implements Point {
    private final String domain;
    private final String key;
    private final PreferenceForm form;

    Place(String domain, String key, PreferenceForm form) {
      this.domain = domain;
      this.key = key;
      this.form = form;
    }

    @Override
    public Value read() throws IOException {
      return preferences.forced(domain, key).<Value>map(form::value).orElse(Value.absent());
    }

    @Override
    public void write(Value value) throws IOException {
      var settings = profiles.settings(domain);
      if (value.isAbsent()) {
        settings.remove(key);
      } else {
        settings.set(key, form.node(value.wire()));
      }
      profiles.make(domain, domain, settings);
      if (!value.isAbsent() && !read().sameAs(value)) {
        throw new PendingException(profiles.waiting(domain));
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var asked = profiles.settings(domain).path(key);
      var text = asked.isMissingNode() ? Optional.<String>empty() : Optional.of(form.text(asked));
      return new Snapshot(read(), Details.of(List.of(text)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var asked = Details.parse(before.detail(), 1).getFirst();
      write(asked.<Value>map(Value::of).orElse(Value.absent()));
    }

    @Override
    public Set<Path> files() {
      return Set.of(
          tools.host().path("/Library/Managed Preferences/" + domain + ".plist"),
          profiles.file(domain));
    }
  }
}
