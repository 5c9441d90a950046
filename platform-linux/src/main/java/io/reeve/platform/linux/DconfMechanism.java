package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Desktop settings in the system's dconf database, locked: a value without a lock is only a
/// default that every user may change, so it counts as not set.
///
/// Parameters: `path` (`org/gnome/desktop/session`), `key`. The value is in GVariant's text form
/// (`uint32 300`). Nothing happens before `dconf update` has compiled the files, and one malformed
/// file keeps it from doing so; the update's failure is the write's. Where no profile names the
/// database (Debian ships none) one is made.
final class DconfMechanism implements Mechanism {
  private static final String DATABASE = "/etc/dconf/db/local.d";
  private static final String OWN = DATABASE + "/99-zz-reeve";
  private static final String LOCKS = DATABASE + "/locks";
  private static final String PROFILE = "/etc/dconf/profile/user";
  private static final String TOOL = "/usr/bin/dconf";
  private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)+");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Layout LAYOUT =
      new Layout(
          OWN, List.of(new Source.All(List.of(DATABASE), "")), LineStyle.INI, Optional.empty());
  private final Host host;

  DconfMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "dconf";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var path = Checks.parameter(address, "path", PATH);
    var key = Checks.parameter(address, "key", KEY);
    if (!host.isScratch() && !Files.isExecutable(host.path(TOOL))) {
      throw new NotApplicableException(TOOL + " is not installed (package dconf-cli)");
    }
    return new Place(
        new DropInPlace(host, LAYOUT, path, key, false, parsed -> parsed), "/" + path + "/" + key);
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    Reload.run(host, List.of(TOOL, "update"));
  }

  @Override
  public String effect(List<Address> written) {
    return host.isScratch() ? "" : "runs 'dconf update'";
  }

  /// A key, with its lock.
  private record Place(DropInPlace value, String locked) implements Point {
    private Host host() {
      return value.host();
    }

    @Override
    public Value read() throws IOException {
      return isLocked() && isInProfile() ? value.read() : Value.absent();
    }

    private boolean isLocked() throws IOException {
      for (var name : new Source.All(List.of(LOCKS), "").files(host())) {
        if (new SystemFile(host(), name).text().orElse("").lines().anyMatch(locked::equals)) {
          return true;
        }
      }
      return false;
    }

    private boolean isInProfile() throws IOException {
      return profile()
          .text()
          .orElse("")
          .lines()
          .map(String::strip)
          .anyMatch("system-db:local"::equals);
    }

    private SystemFile profile() {
      return new SystemFile(host(), PROFILE);
    }

    @Override
    public void write(Value wanted) throws IOException {
      value.write(wanted);
      lock(!wanted.isAbsent());
      if (wanted.isAbsent()) {
        dropProfile();
      } else if (!isInProfile()) {
        profile().put(profile().text().orElse("user-db:user\n") + PROFILE_LINES);
      }
    }

    private static final String PROFILE_LINES = "# reeve\nsystem-db:local\n";

    /// The profile's lines go with the last of our keys. A profile that is gone is removed again: a
    /// crash may have come before its directories went.
    private void dropProfile() throws IOException {
      if (new SystemFile(host(), OWN).bytes().isPresent()) {
        return;
      }
      var text = profile().text();
      var rest = text.map(lines -> lines.replace(PROFILE_LINES, ""));
      boolean gone = text.isEmpty();
      boolean ours = !rest.equals(text) && rest.equals(Optional.of("user-db:user\n"));
      if (gone || ours) {
        profile().remove();
      } else {
        profile().put(rest.orElseThrow());
      }
    }

    private void lock(boolean on) throws IOException {
      var file = new SystemFile(host(), LOCKS + "/99-zz-reeve");
      var lines = new java.util.TreeSet<>(file.text().orElse("").lines().toList());
      boolean changed = on ? lines.add(locked) : lines.remove(locked);
      if (lines.isEmpty()) {
        file.remove();
      } else if (changed) {
        file.put(String.join("\n", lines) + "\n");
      }
    }

    private boolean hasOwnLock() throws IOException {
      var file = new SystemFile(host(), LOCKS + "/99-zz-reeve");
      return file.text().orElse("").lines().anyMatch(locked::equals);
    }

    @Override
    public Snapshot capture() throws IOException {
      var own = Optional.of(hasOwnLock() ? "locked" : "free");
      return new Snapshot(read(), Details.of(List.of(Optional.of(value.capture().detail()), own)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      boolean was = detail.getLast().equals(Optional.of("locked"));
      value.restore(new Snapshot(before.value(), detail.getFirst().orElseThrow()));
      lock(was);
      if (!was) {
        dropProfile();
      } else if (!isInProfile()) {
        profile().put(profile().text().orElse("user-db:user\n") + PROFILE_LINES);
      }
    }

    @Override
    public Set<Path> files() {
      var files = new LinkedHashSet<>(value.files());
      files.add(host().path(LOCKS));
      files.add(profile().path());
      return files;
    }
  }
}
