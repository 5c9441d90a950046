package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.Layout;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.Source;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Kernel parameters: a line that systemd-sysctl applies at boot, and on the real machine the live
/// value below `/proc/sys` as well, which is what is read back.
///
/// `sysctl --system` and some package scripts read `/etc/sysctl.conf` after every drop-in; a line
/// for the same key there is turned off. A parameter of a network interface that is not there yet
/// is a line only: udev has systemd-sysctl apply it when the interface comes.
final class SysctlMechanism implements Mechanism {
  private static final Pattern KEY =
      Pattern.compile("(abi|debug|dev|fs|kernel|net|user|vm)([./][A-Za-z0-9_:*@-]+)+");
  private static final Pattern OF_INTERFACE =
      Pattern.compile("(net/ipv[46]/(?:conf|neigh)/)[^/]+(/[^/]+)");
  static final Layout LAYOUT =
      new Layout(
          "/etc/sysctl.d/99-zz-reeve.conf",
          List.of(
              new Source.All(
                  List.of(
                      "/usr/lib/sysctl.d",
                      "/usr/local/lib/sysctl.d",
                      "/run/sysctl.d",
                      "/etc/sysctl.d"),
                  ".conf"),
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
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    var stored = new DropInPlace(host, LAYOUT, "", key, false, parsed -> parsed);
    if (live.isEmpty()) {
      return stored;
    }
    var path = LineStyle.sysctlPath(key);
    var file = live.get().resolve(path);
    if (!Files.exists(file) && !waitsForInterface(live.get(), path)) {
      throw new NotApplicableException("this kernel has no parameter " + key);
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new NotApplicableException(
          "the parameter " + key + " cannot be written: it is read-only, or this is a container");
    }
    return new SysctlPlace(host, stored, key, file);
  }

  /// Whether it is a parameter that an interface would have, if it were there.
  private static boolean waitsForInterface(Path live, String path) {
    var match = OF_INTERFACE.matcher(path);
    return match.matches()
        && Files.exists(live.resolve(match.group(1) + "default" + match.group(2)));
  }
}
