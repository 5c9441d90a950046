package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Kernel parameters: a line that systemd-sysctl applies at boot, and on the real machine the live
/// value below `/proc/sys` as well, which is what is read back.
///
/// `sysctl --system` and some package scripts read `/etc/sysctl.conf` after every drop-in; a line
/// for the same key there is turned off.
final class SysctlMechanism implements Mechanism {
  private static final Pattern KEY =
      Pattern.compile("(abi|debug|dev|fs|kernel|net|user|vm)([./][A-Za-z0-9_:*@-]+)+");
  private static final Layout LAYOUT =
      new Layout(
          "/etc/sysctl.d/99-zz-reeve.conf",
          List.of(
              new Source.All(
                  List.of("/usr/lib/sysctl.d", "/run/sysctl.d", "/etc/sysctl.d"), ".conf"),
              new Source.One("/etc/sysctl.conf")),
          LineStyle.SYSCTL,
          Optional.of("/etc/sysctl.conf"));
  private final Host host;
  private final Optional<Path> live;

  SysctlMechanism(Host host) {
    this(host, host.isScratch() ? Optional.empty() : Optional.of(Path.of("/proc/sys")));
  }

  /// @param live where the kernel's parameters are; empty when only the files count
  SysctlMechanism(Host host, Optional<Path> live) {
    this.host = host;
    this.live = live;
  }

  @Override
  public String name() {
    return "sysctl";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    var stored = new DropInPlace(host, LAYOUT, "", key, false, parsed -> parsed);
    if (live.isEmpty()) {
      return stored;
    }
    var file = live.get().resolve(LineStyle.sysctlPath(key));
    if (!Files.exists(file)) {
      throw new NotApplicableException("this kernel has no parameter " + key);
    }
    if (!Files.isWritable(file)) {
      throw new NotApplicableException(
          "the parameter " + key + " cannot be written here, as in a container");
    }
    return new Live(stored, file);
  }

  /// A parameter of the running kernel with the line that keeps it over a restart.
  private record Live(DropInPlace stored, Path file) implements Point {
    @Override
    public Value read() throws IOException {
      return stored.read().isAbsent() ? Value.absent() : Value.of(value());
    }

    private String value() throws IOException {
      return Files.readString(file).strip().replace('\t', ' ');
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.isAbsent()) {
        set(Checks.line(value));
      }
      stored.write(value);
    }

    /// The kernel takes a value whole or refuses it, so it is asked first.
    private void set(String value) throws IOException {
      if (!value().equals(value)) {
        Files.writeString(file, value + "\n");
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var before = stored.capture();
      return new Snapshot(
          read(), Details.of(List.of(Optional.of(value()), Optional.of(before.detail()))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      set(detail.getFirst().orElseThrow());
      stored.restore(new Snapshot(before.value(), detail.getLast().orElseThrow()));
    }

    @Override
    public Set<Path> files() {
      return stored.files();
    }
  }
}
