package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.files.Layout;
import io.reeve.core.files.LineStyle;
import io.reeve.core.files.Source;
import io.reeve.core.spi.Host;
import io.reeve.policy.Address;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The families of drop-in files.
///
/// Who wins, as measured on Debian 12: systemd reads the main file, then drop-ins by base name,
/// last wins; libpwquality reads drop-ins, then the main file, last wins, so the main file beats
/// every drop-in; apt reads its parts, then `apt.conf`, last wins for a scalar.
final class Families {
  private Families() {}

  /// `systemd-conf`: `conf=timesyncd.conf` or another of systemd's own files, `section`, `key`, and
  /// `unit`, the service that is restarted if it runs.
  record Systemd() implements DropInMechanism.Family {
    private static final Pattern CONF = Pattern.compile("[a-z][a-z0-9-]*\\.conf");

    @Override
    public Layout layout(Address address) {
      address.parameter("section");
      return layout(Checks.parameter(address, "conf", CONF));
    }

    /// The files that make up one of systemd's own.
    static Layout layout(String conf) {
      var directories =
          List.of(
              "/usr/lib/systemd/" + conf + ".d",
              "/run/systemd/" + conf + ".d",
              "/etc/systemd/" + conf + ".d");
      return new Layout(
          "/etc/systemd/" + conf + ".d/99-zz-reeve.conf",
          List.of(new Source.One("/etc/systemd/" + conf), new Source.All(directories, ".conf")),
          LineStyle.INI,
          Optional.empty());
    }

    @Override
    public DropInPlace.InForce owner(Host host, Address address) {
      return parsed -> parsed;
    }

    @Override
    public void settle(Host host, List<Address> written) throws IOException {
      for (var unit : Checks.distinct(written, "unit")) {
        Reload.unit(host, unit);
      }
    }
  }

  /// `pwquality`: `key`. Read back by libpwquality itself where it is installed.
  record Pwquality() implements DropInMechanism.Family {
    static final String MAIN = "/etc/security/pwquality.conf";

    @Override
    public Layout layout(Address address) {
      var main = new Source.One(MAIN);
      var parts = new Source.All(List.of(MAIN + ".d"), ".conf");
      return new Layout(
          MAIN + ".d/99-zz-reeve.conf", List.of(parts, main), LineStyle.EQUALS, Optional.of(MAIN));
    }

    @Override
    public DropInPlace.InForce owner(Host host, Address address) {
      var key = address.parameter("key");
      return parsed -> {
        var argument = PamStack.argument(host, "pam_pwquality.so", key);
        return argument.isPresent() ? argument.get() : judged(host, key, parsed);
      };
    }

    /// The library takes no length under 6; being stricter than asked is being as asked.
    private static String judged(Host host, String key, String parsed) throws IOException {
      var value = PwqualityLibrary.value(host.path(MAIN), key).orElse(parsed);
      return key.equals("minlen") && value.equals("6") && parsed.matches("[0-5]") ? parsed : value;
    }

    @Override
    public void settle(Host host, List<Address> written) {}
  }

  /// `apt`: `key`, in full. Read back by `apt-config dump` where apt is installed.
  record Apt() implements DropInMechanism.Family {
    @Override
    public Layout layout(Address address) {
      return new Layout(
          "/etc/apt/apt.conf.d/99zz-reeve",
          List.of(
              new Source.All(List.of("/etc/apt/apt.conf.d"), ""),
              new Source.One("/etc/apt/apt.conf")),
          LineStyle.APT,
          Optional.of("/etc/apt/apt.conf"));
    }

    @Override
    public DropInPlace.InForce owner(Host host, Address address) {
      return parsed -> AptConfig.value(host, address.parameter("key")).orElse(parsed);
    }

    @Override
    public void settle(Host host, List<Address> written) {}
  }
}
