package io.reeve.platform.linux;

import io.reeve.core.apps.AppMechanism;
import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.People;
import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.JsonFileMechanism;
import io.reeve.core.files.Settler;
import io.reeve.core.files.Sshd;
import io.reeve.core.files.SshdMechanism;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.Power;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Supervisor;
import io.reeve.core.spi.Table;
import io.reeve.core.spi.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Linux: everything it can hold, read and do, in three literal lists.
public final class LinuxPlatform implements Platform {
  @Override
  public String name() {
    return "linux";
  }

  @Override
  public boolean isThisMachine() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
  }

  @Override
  public Commands commands() {
    return ProcessCommands.unix();
  }

  @Override
  public FileAttributes attributes() {
    return new Xattrs();
  }

  @Override
  public List<Mechanism> mechanisms(Host host) {
    return List.of(
        new DropInMechanism("apt", host, new Families.Apt()),
        new DropInMechanism("pwquality", host, new Families.Pwquality()),
        new DropInMechanism("systemd-conf", host, new Families.Systemd()),
        new AptListMechanism(host),
        new IniFileMechanism(host),
        new SshdMechanism(host, new Sshd(host, Path.of("/run/sshd")), new UnitSettler(host)),
        new SysctlMechanism(host),
        new KeywordFileMechanism(host),
        new WholeFileMechanism(host, new UnitSettler(host)),
        new ListFileMechanism(host),
        new JsonFileMechanism(host),
        new CaCertificateMechanism(host),
        new RemovableDisksMechanism(host),
        new DconfMechanism(host),
        new PamMechanism(host),
        new HostsMechanism(host, "/etc/hosts", Settler.nothing()),
        new HostnameMechanism(host),
        new NtpMechanism(host),
        new ServiceMechanism(host),
        new FirewallMechanism(host),
        new LocalGroupsMechanism(host),
        new PasswordAgeMechanism(host),
        new AppMechanism(host, new AptPackages(host), "/var/lib/reeve/apps", host.isScratch()),
        new SecureBootMechanism(host),
        new EncryptionMechanism(host),
        new UpdateStatusMechanism(host));
  }

  @Override
  public Supervisor supervisor() {
    return new SystemdSupervisor(System.getenv());
  }

  @Override
  public Optional<Path> enrolmentFile(Host host) {
    return Optional.of(host.root().resolve("etc/reeve/enroll.json"));
  }

  @Override
  public List<HealthCheck> health(Host host) {
    return LinuxHealth.checks(host);
  }

  @Override
  public Witness witness(Host host) {
    return FileWitness.open(host.clock());
  }

  @Override
  public Optional<String> boot(Host host) {
    return Boot.id(host);
  }

  @Override
  public Optional<String> restartWanted(Host host) {
    return Boot.restartWanted(host);
  }

  @Override
  public List<Table<?>> tables(Host host) {
    return LinuxTables.all(host);
  }

  @Override
  public Desktop desktop() throws IOException {
    return LinuxDesktop.ofThisSession();
  }

  @Override
  public People people(Host host) {
    return new LinuxPeople(host, SystemBus.address());
  }

  @Override
  public Scripts scripts(Host host) {
    return new LinuxScripts(host);
  }

  @Override
  public Map<String, String> diagnostics(Host host) {
    return SystemJournal.of(host);
  }

  @Override
  public Optional<Power> power(Host host) {
    return host.isScratch() ? Optional.empty() : Optional.of(new LogindPower(host.clock()));
  }

  @Override
  public LocalAccounts accounts(Host host) {
    return new LinuxAccounts(host);
  }

  @Override
  public List<RemoteAction> actions(Host host) {
    var actions = new ArrayList<RemoteAction>();
    actions.add(new LockAction(host));
    actions.addAll(WipeAction.all(host));
    return actions;
  }
}
