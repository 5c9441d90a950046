package io.reeve.platform.windows;

import io.reeve.core.apps.AppMechanism;
import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.People;
import io.reeve.core.files.HostsMechanism;
import io.reeve.core.files.Settler;
import io.reeve.core.files.WholeFileMechanism;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.KeyHome;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.Power;
import io.reeve.core.spi.Registrar;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.Rights;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Supervisor;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Windows: everything it can hold, read and do, in three literal lists. Away from a real Windows
/// machine, on a scratch root or another system, what needs Windows itself is not applicable.
public final class WindowsPlatform implements Platform {
  /// Windows' resolver looks at the file by itself when it changes.
  private static final String HOSTS = "/Windows/System32/drivers/etc/hosts";

  /// Where only administrators write, whatever the agent's own folder is.
  private static final String APPS = "/Program Files/Reeve/apps";

  private static final Duration LOCKING = Duration.ofSeconds(4);
  private static final Logger LOG = LoggerFactory.getLogger(WindowsPlatform.class);

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public boolean isThisMachine() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  @Override
  public Path root() {
    return isThisMachine()
        ? Path.of(SystemFolders.of(Win32.ofThisSystem()).drive() + "\\")
        : Path.of("/");
  }

  @Override
  public Commands commands() {
    return isThisMachine()
        ? Programs.of(Win32.ofThisSystem())
        : (arguments, _) -> {
          throw new IOException("this is no Windows machine: " + arguments.getFirst());
        };
  }

  @Override
  public Scripts scripts(Host host) {
    return windows(host).<Scripts>map(WindowsScripts::of).orElseGet(WindowsScripts::none);
  }

  @Override
  public Supervisor supervisor() {
    return isThisMachine() ? new ServiceSupervisor(Win32.ofThisSystem()) : Supervisor.plain();
  }

  /// A service of Windows has no standard output.
  @Override
  public boolean keepsOutput() {
    return !isThisMachine();
  }

  @Override
  public Optional<Registrar> registrar() {
    return isThisMachine()
        ? Optional.of(ServiceRegistrar.of(Win32.ofThisSystem()))
        : Optional.empty();
  }

  @Override
  public Optional<Rights> rights() {
    return isThisMachine() ? Optional.of(new NativeRights(Win32.ofThisSystem())) : Optional.empty();
  }

  @Override
  public List<KeyHome> keyHomes(Host host) {
    return windows(host).map(WindowsMy::of).<List<KeyHome>>map(List::of).orElse(List.of());
  }

  /// Windows itself; empty where this is no real Windows machine.
  private Optional<Win32> windows(Host host) {
    return isThisMachine() && !host.isScratch()
        ? Optional.of(Win32.ofThisSystem())
        : Optional.empty();
  }

  @Override
  public List<Mechanism> mechanisms(Host host) {
    var windows = windows(host);
    var registry = windows.<Registry>map(NativeRegistry::new);
    var services = windows.<Services>map(NativeServices::new);
    return List.of(
        new RegistryMechanism(registry.or(() -> scratchRegistry(host)), services),
        new ServiceMechanism(services, registry),
        new CaCertificateMechanism(windows.map(NativeCertificateStores::new), registry),
        new HostnameMechanism(windows.map(NativeMachineName::new), registry),
        new AccountPolicyMechanism(
            windows.map(api ->
                new NativeAccountPolicy(
                    api, new NativeRegistry(api), SecurityTemplate.of(api, host.commands())))),
        new PrivateFileMechanism(
            new WholeFileMechanism(host, Settler.nothing()), host, windows.map(NativeRights::new)),
        new HostsMechanism(host, HOSTS, Settler.nothing()),
        new LocalGroupsMechanism(windows.map(NativeLocalAccounts::new)),
        new AppMechanism(
            host,
            windows
                .map(api -> MsiTool.of(api, host.commands(), installerRestart(host, api)))
                .orElseGet(() -> MsiTool.nowhere(host.commands())),
            APPS,
            windows.isEmpty()),
        new FirewallMechanism(windows.map(api -> firewall(api, host.clock()))),
        new EncryptionMechanism(windows.map(NativeWmi::new), host.clock()),
        new MdmBridgeMechanism(windows.map(NativeWmi::new)),
        new SecureBootMechanism(registry),
        new UpdateStatusMechanism(registry, windows.map(NativeUpdates::new), host.clock()));
  }

  /// That of a scratch root on a machine with Windows.
  private Optional<Registry> scratchRegistry(Host host) {
    if (!isThisMachine() || !host.isScratch()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ScratchRegistry.of(Win32.ofThisSystem(), host.root()));
    } catch (OsException e) {
      LOG.warn("the scratch root has no registry: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Firewall firewall(Win32 windows, Clock clock) {
    return new Firewall(
        new NativeFirewall(windows),
        new NativeRegistry(windows),
        new NativeSecurityCenter(windows, new NativeWmi(windows)),
        clock);
  }

  private static MsiRestart installerRestart(Host host, Win32 windows) {
    return MsiRestart.of(host, new Restart(new NativeRegistry(windows))::boot);
  }

  @Override
  public List<HealthCheck> health(Host host) {
    return windows(host).map(WindowsPlatform::health).orElse(List.of());
  }

  private static List<HealthCheck> health(Win32 windows) {
    var registry = new NativeRegistry(windows);
    return new WindowsHealth(
            ServiceRegistrar.of(windows),
            new NativeServices(windows),
            new TrayStart(registry),
            new Restart(registry))
        .checks();
  }

  @Override
  public Optional<String> boot(Host host) {
    return ask(host, Restart::boot);
  }

  @Override
  public Optional<String> restartWanted(Host host) {
    var installer = windows(host).map(windows -> installerRestart(host, windows));
    return Stream.of(
            ask(host, Restart::wanted),
            ask(host, _ -> installer.isEmpty() ? Optional.empty() : installer.get().wanted()))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  private interface Question {
    Optional<String> ask(Restart restart) throws IOException;
  }

  private Optional<String> ask(Host host, Question question) {
    try {
      var windows = windows(host);
      return windows.isEmpty()
          ? Optional.empty()
          : question.ask(new Restart(new NativeRegistry(windows.get())));
    } catch (IOException e) {
      LOG.warn("Windows does not tell of its restarts", e);
      return Optional.empty();
    }
  }

  @Override
  public List<Table<?>> tables(Host host) {
    return windows(host).map(WindowsPlatform::tables).orElse(List.of());
  }

  private static List<Table<?>> tables(Win32 windows) {
    var wmi = new NativeWmi(windows);
    return WindowsTables.all(
        new NativeRegistry(windows),
        wmi,
        new NativeSecurityCenter(windows, wmi),
        SecurityChip.of(windows),
        new NativeUserDatabase(windows),
        new NativeLocalAccounts(windows));
  }

  @Override
  public Map<String, String> diagnostics(Host host) {
    return windows(host)
        .map(api -> SystemFolders.of(api).inSystem("wevtutil.exe").toString())
        .map(program -> new EventLog(host.commands(), program).texts())
        .orElse(Map.of());
  }

  @Override
  public io.reeve.core.spi.LocalAccounts accounts(Host host) {
    return windows(host)
        .<io.reeve.core.spi.LocalAccounts>map(api ->
            new MachineAccounts(
                new NativeUserDatabase(api),
                new NativeLocalAccounts(api),
                new NativeSessions(api),
                new WindowsLaps(new NativeRegistry(api))))
        .orElseGet(() ->
            io.reeve.core.spi.LocalAccounts.none("a scratch root has no accounts of its own"));
  }

  @Override
  public Desktop desktop() throws IOException {
    if (!isThisMachine()) {
      throw new NotApplicableException("this is no Windows machine");
    }
    return new WindowsDesktop(Win32.ofThisSystem());
  }

  @Override
  public People people(Host host) {
    return windows(host)
        .<People>map(api ->
            new WindowsPeople(new NativeSessions(api), MachinePresence.of(api, host.clock())))
        .orElseGet(People::unknown);
  }

  @Override
  public Optional<Power> power(Host host) {
    return windows(host).map(NativePower::new);
  }

  @Override
  public List<RemoteAction> actions(Host host) {
    var windows = windows(host);
    var actions = new ArrayList<RemoteAction>();
    actions.add(
        new LockAction(
            windows.map(NativeSessions::new),
            windows.map(SystemFolders::of).map(SystemFolders::system).orElse(""),
            LOCKING));
    actions.addAll(WipeAction.all(windows.map(NativeWmi::new), host.clock()));
    return List.copyOf(actions);
  }
}
