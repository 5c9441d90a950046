package io.reeve.platform.linux;

import io.reeve.core.files.Checks;
import io.reeve.core.files.DropInPlace;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;

/// The clock, by whichever client is installed: systemd-timesyncd or chrony.
///
/// Parameter: `key`, `servers` (their names, spaces between) or `enabled` (true or false). Where
/// the client runs it is asked which servers it has; else its files are read as it reads them.
final class NtpMechanism implements Mechanism {
  private static final Pattern KEY = Pattern.compile("servers|enabled");
  private static final String CHRONYC = "/usr/bin/chronyc";
  private static final String TIMESYNC = "org.freedesktop.timesync1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Host host;
  private final Optional<String> bus;

  NtpMechanism(Host host) {
    this(host, host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()));
  }

  /// @param bus where the D-Bus is on which the clients and systemd answer; empty for none
  NtpMechanism(Host host, Optional<String> bus) {
    this.host = host;
    this.bus = bus;
  }

  @Override
  public String name() {
    return "ntp";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    var client = NtpClient.of(host);
    if (key.equals("servers")) {
      return client.equals(NtpClient.CHRONY) ? chrony(client) : timesyncd();
    }
    return new NtpSwitch(
        bus.orElseThrow(() -> new NotApplicableException("a scratch root has no clock of its own")),
        client.unit(host),
        Set.of(
            host.path("/etc/systemd/system/sysinit.target.wants"),
            host.path("/etc/systemd/system/multi-user.target.wants")));
  }

  private Point timesyncd() {
    var layout = Families.Systemd.layout("timesyncd.conf");
    return new DropInPlace(host, layout, "Time", "NTP", true, this::timesyncServers);
  }

  private Point chrony(NtpClient client) throws NotApplicableException {
    try {
      return ChronySources.of(host, client.conf(host), this::chronyServers);
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException("chrony's configuration cannot be read: " + e.getMessage());
    }
  }

  /// What timesyncd has, if it runs, and is asked without being started.
  private String timesyncServers(String parsed) throws IOException {
    if (bus.isEmpty()) {
      return parsed;
    }
    try (var open = SystemBus.open(bus.get())) {
      if (!open.has(TIMESYNC)) {
        return parsed;
      }
      var servers =
          open.object(TIMESYNC, "/org/freedesktop/timesync1", Properties.class)
              .<List<String>>Get(TIMESYNC + ".Manager", "SystemNTPServers");
      return String.join(" ", servers);
    } catch (NotApplicableException e) {
      return parsed;
    } catch (DBusExecutionException e) {
      throw SystemBus.failure("SystemNTPServers", e);
    }
  }

  /// What chronyd has, if it runs, by the names it was given.
  private String chronyServers(String parsed) throws IOException {
    if (bus.isEmpty() || !Files.isExecutable(host.path(CHRONYC))) {
      return parsed;
    }
    var ran = host.commands().run(List.of(CHRONYC, "-c", "-N", "sources", "-a"), PATIENCE);
    return ran.ok() ? known(ran.out(), parsed) : parsed;
  }

  /// The servers that the files name and chronyd has, and those it has besides, in that order.
  static String known(String csv, String parsed) {
    var has = new ArrayList<String>();
    for (var line : csv.lines().toList()) {
      var fields = line.split(",", -1);
      if (fields.length > 2 && !fields[0].equals("#")) {
        has.add(fields[2]);
      }
    }
    var known = new ArrayList<>(List.of(parsed.split(" ")));
    known.retainAll(has);
    has.removeAll(known);
    known.addAll(has);
    return String.join(" ", known);
  }

  /// A client that runs starts anew with its new servers, and that is waited for.
  @Override
  public void settle(List<Address> written) throws IOException {
    boolean booted = host.isScratch() || Files.isDirectory(host.path("/run/systemd/system"));
    if (bus.isEmpty() || !booted || !Checks.distinct(written, "key").contains("servers")) {
      return;
    }
    var unit = NtpClient.of(host).unit(host);
    try (var units = Units.open(bus.get())) {
      if (!units.loaded(unit).runs()) {
        return;
      }
    }
    var work = new UnitWork(PATIENCE);
    work.stop(unit);
    work.perform(bus.get());
    work.start(unit);
    work.perform(bus.get());
  }

  @Override
  public String effect(List<Address> written) {
    try {
      return bus.isPresent() && Checks.distinct(written, "key").contains("servers")
          ? "starts " + NtpClient.of(host).unit(host) + " anew if it runs"
          : "";
    } catch (NotApplicableException e) {
      return "";
    }
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return bus.isPresent()
        ? UnitWatch.start(bus.get(), Set.of(NtpClient.of(host).unit(host)), listener)
        : () -> {};
  }
}
