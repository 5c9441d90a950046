package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Desktop settings in one of the system's dconf databases, locked: a value without a lock is only
/// a default that every user may change, so it counts as not set.
///
/// Parameters: `path` (`org/gnome/desktop/session`), `key`; `database` (`local`), whose sessions
/// are those of the profile of that name, of `user` for `local`; `type=string` for plain texts,
/// where values are otherwise in GVariant's text form (`uint32 300`); `requires`. Nothing happens
/// before `dconf update` has compiled the files, so that on a real machine reading goes by what it
/// has compiled; one malformed file of whomever keeps the database as it was. Where no profile
/// names the database (Debian ships none for users) one is made.
final class DconfMechanism implements Mechanism {
  private static final String TOOL = "/usr/bin/dconf";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)+");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern TYPE = Pattern.compile("string");

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
    var database = database(address);
    boolean plain = Checks.optional(address, "type").isPresent();
    if (plain) {
      Checks.parameter(address, "type", TYPE);
    }
    if (!host.isScratch() && !Files.isExecutable(host.path(TOOL))) {
      throw new NotApplicableException(TOOL + " is not installed (package dconf-cli)");
    }
    Checks.requires(host, address);
    var own = new DropInPlace(host, database.layout(), path, key, false, parsed -> parsed);
    return new Place(database, own, "/" + path + "/" + key, plain);
  }

  private DconfDatabase database(Address address) {
    boolean named = Checks.optional(address, "database").isPresent();
    return new DconfDatabase(
        host, named ? Checks.parameter(address, "database", DATABASE) : "local");
  }

  /// Compiles. An update that fails because of another database, or of a file of somebody else
  /// after ours were taken back, is no failure of ours as long as what is compiled says what the
  /// files say of the keys written.
  @Override
  public void settle(List<Address> written) throws IOException {
    if (host.isScratch() || !Files.isExecutable(host.path(TOOL))) {
      return;
    }
    var databases = new LinkedHashSet<DconfDatabase>();
    written.forEach(address -> databases.add(database(address)));
    for (var database : databases) {
      database.beforeUpdate();
    }
    var result = host.commands().run(List.of(TOOL, "update"), DEADLINE);
    for (var database : databases) {
      database.afterUpdate(result.ok());
    }
    if (!result.ok()) {
      for (var address : written) {
        var path = address.parameter("path");
        if (!database(address).isCompiled(path, address.parameter("key"))) {
          throw new OsException(
              "dconf update",
              result.exit(),
              complaints(result.err()) + " (correct or remove the file it names)");
        }
      }
    }
  }

  /// What dconf says of each folder and file, without its closing line.
  private static String complaints(String err) {
    return err.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("error: failed to update"))
        .map(String::strip)
        .collect(Collectors.joining("; "));
  }

  @Override
  public String effect(List<Address> written) {
    return host.isScratch() ? "" : "runs 'dconf update'";
  }

  /// A key, with its lock.
  private record Place(DconfDatabase database, DropInPlace own, String path, boolean plain)
      implements Point {
    @Override
    public Value read() throws IOException {
      var host = own.host();
      if (!host.isScratch()) {
        return database.profile().locked(path).map(this::value).orElse(Value.absent());
      }
      boolean counts = database.isLocked(path) && database.profile().reads(database.name());
      return counts && !own.read().isAbsent() ? value(own.read().wire()) : Value.absent();
    }

    private Value value(String text) {
      return Value.of(plain ? GVariantText.unquoted(text) : text);
    }

    @Override
    public void write(Value wanted) throws IOException {
      boolean on = !wanted.isAbsent();
      var text = on && plain ? Value.of(GVariantText.quoted(wanted.wire())) : wanted;
      if (on) {
        Checks.line(text);
        database.remember();
      }
      own.write(text);
      database.lock(path, on);
      profile();
    }

    /// The profile's line goes with the last of our keys.
    private void profile() throws IOException {
      if (database.holdsOurs()) {
        database.profile().include(database.name());
      } else {
        database.profile().drop(database.name());
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var locked = Optional.of(database.hasOwnLock(path) ? "locked" : "free");
      return new Snapshot(read(), Details.of(List.of(Optional.of(own.capture().detail()), locked)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      boolean locked = detail.getLast().equals(Optional.of("locked"));
      if (locked) {
        database.remember();
      }
      own.restore(new Snapshot(before.value(), detail.getFirst().orElseThrow()));
      database.lock(path, locked);
      profile();
    }

    @Override
    public Set<Path> files() {
      var files = new LinkedHashSet<>(own.files());
      files.addAll(database.files());
      return files;
    }
  }
}
