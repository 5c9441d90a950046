package io.reeve.core.files;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Options of the SSH server, in a drop-in whose name sorts first because the first value wins.
///
/// Parameter: `key`. A configuration that sshd itself refuses is taken back before anything
/// reloads. Read back by `sshd -T`, for everybody and for root and a few users, because a `Match`
/// block may override the rest; where sshd cannot be asked, by its documented rules.
public final class SshdMechanism implements Mechanism {
  private static final String OWN = "/etc/ssh/sshd_config.d/00-reeve.conf";
  private static final String INCLUDE = "# reeve\nInclude /etc/ssh/sshd_config.d/*.conf\n";
  private static final Layout LAYOUT =
      new Layout(
          OWN,
          List.of(new Source.All(List.of("/etc/ssh/sshd_config.d"), ".conf")),
          LineStyle.KEYWORD,
          Optional.empty());
  private static final Pattern KEY = Pattern.compile("[A-Z][A-Za-z0-9]{2,63}");

  /// In small letters, as sshd takes a keyword in any.
  private static final Set<String> NOT_OPTIONS = Set.of("match", "include");

  private final Host host;
  private final Sshd sshd;
  private final Settler settler;

  public SshdMechanism(Host host, Sshd sshd, Settler settler) {
    this.host = host;
    this.sshd = sshd;
    this.settler = settler;
  }

  @Override
  public String name() {
    return "sshd";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    if (NOT_OPTIONS.contains(key.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(key + " is not an option of its own");
    }
    if (!host.isScratch() && !Files.exists(host.path("/usr/sbin/sshd"))) {
      throw new NotApplicableException("sshd is not installed (package openssh-server)");
    }
    return new Place(host, sshd, key, new DropInPlace(host, LAYOUT, "", key, false, p -> p));
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    sshd.test();
    settler.settle(Set.of("sshd"));
  }

  @Override
  public String effect(List<Address> written) {
    return settler.effect(Set.of("sshd"));
  }

  /// An option.
  private record Place(Host host, Sshd sshd, String key, DropInPlace own) implements Point {
    @Override
    public Value read() throws IOException {
      var parsed = SshdConfig.read(host).value(key);
      return parsed.isEmpty()
          ? Value.absent()
          : Value.of(sshd.inForce(key, parsed.get()).orElse(parsed.get()));
    }

    @Override
    public void write(Value value) throws IOException {
      var before = capture();
      if (!value.isAbsent()) {
        include();
      }
      own.write(value);
      dropInclude();
      try {
        sshd.test();
      } catch (IOException e) {
        restore(before);
        throw e;
      }
    }

    private SystemFile main() {
      return new SystemFile(host, SshdConfig.MAIN);
    }

    /// Old installations do not read the drop-ins; the line goes to the top, for the first value
    /// wins. A scratch root without a main file gets one.
    private void include() throws IOException {
      var text = main().text().orElse("");
      if (!SshdConfig.includes(text)) {
        main().put(INCLUDE + text);
      }
    }

    /// Our `Include` goes with the last of our options. A file that is gone is removed again: a
    /// crash may have come before its directory went.
    private void dropInclude() throws IOException {
      if (new SystemFile(host, OWN).bytes().isPresent()) {
        return;
      }
      var text = main().text();
      if (text.isEmpty() || text.get().equals(INCLUDE)) {
        main().remove();
      } else if (text.get().startsWith(INCLUDE)) {
        main().put(text.get().substring(INCLUDE.length()));
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), own.capture().detail());
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      own.restore(before);
      if (new SystemFile(host, OWN).bytes().isPresent()) {
        include();
      }
      dropInclude();
    }

    @Override
    public Set<Path> files() {
      return Set.of(
          host.path("/etc/ssh"), host.path(SshdConfig.MAIN), host.path("/etc/ssh/sshd_config.d"));
    }
  }
}
