package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A key of a preferences domain, in the file of the whole system. What is read is what a program
/// would find.
record PreferencePlace(
    Tools tools, Preferences preferences, String domain, String key, PreferenceForm form)
    implements Mechanism.Point {

  @Override
  public Value read() throws IOException {
    return preferences.effective(domain, key).<Value>map(form::value).orElse(Value.absent());
  }

  @Override
  public void write(Value value) throws IOException {
    if (value.isAbsent()) {
      store(Optional.empty());
      return;
    }
    var wanted = form.node(value.wire());
    var forced = preferences.forced(domain, key).map(form::value);
    if (forced.isPresent() && !forced.get().sameAs(value)) {
      throw new IOException(
          "a profile sets %s of %s to '%s': that counts, whatever else is set"
              .formatted(key, domain, forced.get().wire()));
    }
    store(Optional.of(wanted));
  }

  private void store(Optional<JsonNode> wanted) throws IOException {
    if (!preferences.stored(domain, key).equals(wanted)) {
      preferences.store(domain, key, wanted);
    }
  }

  /// What the file holds, as it is: a value of another type comes back as that.
  @Override
  public Mechanism.Snapshot capture() throws IOException {
    var stored = preferences.stored(domain, key).map(PropertyList::text);
    return new Mechanism.Snapshot(read(), Details.of(List.of(stored)));
  }

  @Override
  public void restore(Mechanism.Snapshot before) throws IOException {
    var stored = Details.parse(before.detail(), 1).getFirst();
    store(stored.isPresent() ? Optional.of(PropertyList.parse(stored.get())) : Optional.empty());
  }

  @Override
  public Set<Path> files() {
    return Set.of(
        tools.host().path("/Library/Preferences/" + domain + ".plist"),
        tools.host().path("/Library/Managed Preferences/" + domain + ".plist"));
  }
}
