package io.reeve.platform.macos;

import io.reeve.core.apps.AppMechanism;
import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.People;
import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.JsonFileMechanism;
import io.reeve.core.files.Sshd;
import io.reeve.core.files.SshdMechanism;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.KeyHome;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Notary;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.Power;
import io.reeve.core.spi.Registrar;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// macOS: everything it can hold, read and do, in literal lists.
public final class MacosPlatform implements Platform {
  @Override
  public String name() {
    return "macos";
  }

  @Override
  public boolean isThisMachine() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
  }

  @Override
  public Commands commands() {
    return ProcessCommands.unix();
  }

  @Override
  public FileAttributes attributes() {
    return isThisMachine() ? new MacAttributes() : FileAttributes.none();
  }

  @Override
  public List<Mechanism> mechanisms(Host host) {
    return mechanisms(host, Notary.none());
  }

  @Override
  public List<Mechanism> mechanisms(Host host, Notary notary) {
    var tools = new Tools(host);
    var preferences = new CfPreferences();
    var profiles = new Profiles(tools, notary);
    var names = new ScNames(tools);
    var notifications = new DarwinNotifications();
    return List.of(
        new PreferenceMechanism(tools, preferences),
        new ProfileMechanism(tools, preferences, profiles),
        new AccountPolicyMechanism(tools, new OdAccountPolicies()),
        new FirewallMechanism(tools),
        new HostnameMechanism(tools, names, new SerialNumber(tools), notifications),
        new NtpMechanism(tools),
        new PowerMechanism(tools),
        new ServiceMechanism(tools),
        new SysctlMechanism(tools),
        new LocalGroupsMechanism(tools, notifications),
        new CaCertificateMechanism(tools, profiles),
        new RemovableDisksMechanism(tools, new ArbitratedDisks(tools)),
        new AppMechanism(
            host, new PkgTool(tools, new KnownApps(tools)), KnownApps.FOLDER, host.isScratch()),
        new SshdMechanism(host, new Sshd(host, Path.of("/var/empty")), new MacSettler(tools)),
        new HostsMechanism(host, "/etc/hosts", new MacSettler(tools)),
        new JsonFileMechanism(host),
        new WholeFileMechanism(host, new MacSettler(tools)),
        new EncryptionMechanism(tools),
        new SecureBootMechanism(tools),
        new UpdateStatusMechanism(tools, preferences));
  }

  @Override
  public Optional<Registrar> registrar() {
    return Optional.of(new LaunchdRegistrar(tools()));
  }

  /// The Mac itself.
  private Tools tools() {
    return new Tools(host(Path.of("/"), Clock.systemUTC()));
  }

  @Override
  public Map<String, String> diagnostics(Host host) {
    return new AgentLog(new Tools(host)).texts();
  }

  @Override
  public List<KeyHome> keyHomes(Host host) {
    return host.isScratch() ? List.of() : List.of(new KeychainHome(new SecSystemKeys()));
  }

  @Override
  public Optional<String> boot(Host host) {
    try {
      return Optional.of(
          new Tools(host).text("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid").strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> restartWanted(Host host) {
    try {
      return host.isScratch()
          ? Optional.empty()
          : new UpdateStatusMechanism(new Tools(host), new CfPreferences()).restartWanted();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Table<?>> tables(Host host) {
    return MacTables.all(new Tools(host));
  }

  @Override
  public Scripts scripts(Host host) {
    return new MacScripts(new Tools(host));
  }

  @Override
  public List<RemoteAction> actions(Host host) {
    var tools = new Tools(host);
    var actions = new ArrayList<RemoteAction>();
    actions.add(new LockAction(tools, Duration.ofMillis(250)));
    actions.addAll(NoWipe.all());
    return actions;
  }

  /// launchd would append it to a file for ever.
  @Override
  public boolean keepsOutput() {
    return !isThisMachine();
  }

  @Override
  public List<HealthCheck> health(Host host) {
    var tools = new Tools(host);
    return tools.live()
        ? new MacHealth(tools, System.getProperty("user.name", "")).checks()
        : List.of();
  }

  @Override
  public Optional<Power> power(Host host) {
    var tools = new Tools(host);
    return tools.live() ? Optional.of(new Shutdowns(tools)) : Optional.empty();
  }

  @Override
  public LocalAccounts accounts(Host host) {
    var tools = new Tools(host);
    return host.isScratch()
        ? LocalAccounts.none("a scratch root has no accounts of its own")
        : new MacAccounts(tools, new Groups(tools), new OdAccountPasswords());
  }

  @Override
  public Desktop desktop() {
    return new MacDesktop(tools(), new AppKitStatusBar(), new CfAlerts());
  }

  @Override
  public People people(Host host) {
    return host.isScratch() ? People.unknown() : new MacPeople(new Tools(host));
  }
}
