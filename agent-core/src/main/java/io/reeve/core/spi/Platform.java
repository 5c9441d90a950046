package io.reeve.core.spi;

import io.reeve.core.desk.Desktop;
import io.reeve.core.desk.People;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One operating system's part of the agent. Implementations are found by `ServiceLoader`; exactly
/// one says it is this machine.
public interface Platform {
  /// The name used in catalogue rows: `linux`, `macos` or `windows`.
  String name();

  /// Whether the running system is this platform's.
  boolean isThisMachine();

  /// The folder that stands for `/` when the whole machine is meant.
  default Path root() {
    return Path.of("/");
  }

  /// Runs this system's programs; what the agent gives its [Host].
  Commands commands();

  /// What files have on this system beside bytes, mode and owner; what the agent gives its [Host].
  default FileAttributes attributes() {
    return FileAttributes.none();
  }

  /// What its code may touch.
  ///
  /// @param root the directory that stands for `/`
  default Host host(Path root, Clock clock) {
    return new Host(root, commands(), attributes(), clock);
  }

  /// Every mechanism of the platform. Making one touches nothing; one that cannot work on this host
  /// says so when bound.
  List<Mechanism> mechanisms(Host host);

  /// As the other, for mechanisms that make documents which the machine signs.
  default List<Mechanism> mechanisms(Host host, Notary notary) {
    return mechanisms(host);
  }

  /// Who starts and stops the daemon.
  default Supervisor supervisor() {
    return Supervisor.plain();
  }

  /// Whether the system keeps what the daemon writes to standard output, as systemd's journal does.
  /// Where it does not, the agent keeps a log of its own in the state folder.
  default boolean keepsOutput() {
    return true;
  }

  /// Registers the daemon with the supervisor; empty where packages do it with files of theirs.
  default Optional<Registrar> registrar() {
    return Optional.empty();
  }

  /// Who may use the agent's own files; empty where the files' modes say it.
  default Optional<Rights> rights() {
    return Optional.empty();
  }

  /// The system's own key stores that can be the home of the device's key, by the names that
  /// `agent.json` calls them; a file and a PKCS#11 token need none of them.
  default List<KeyHome> keyHomes(Host host) {
    return List.of();
  }

  /// Where an administrator puts the file with which the machine enrols by itself; empty for the
  /// state folder.
  default Optional<Path> enrolmentFile(Host host) {
    return Optional.empty();
  }

  /// What the agent needs of this machine, for `reeve doctor`.
  default List<HealthCheck> health(Host host) {
    return List.of();
  }

  /// Tells who changes files. Made once by a daemon, which closes it.
  default Witness witness(Host host) {
    return Witness.none();
  }

  /// What tells the running boot of the machine from any other; empty where that is not known.
  default Optional<String> boot(Host host) {
    return Optional.empty();
  }

  /// What the system itself wants a restart for, a sentence without a full stop; empty when it
  /// wants none.
  default Optional<String> restartWanted(Host host) {
    return Optional.empty();
  }

  /// Every inventory table that only this platform can read.
  List<Table<?>> tables(Host host);

  /// Every remote action of the platform.
  List<RemoteAction> actions(Host host);

  /// What the system itself has written down of the agent, for diagnostics: texts by file name,
  /// such as the newest of the journal of its service. What cannot be read says so in its text.
  /// Every text is at most some megabytes, its newest end; secrets are taken out by the caller.
  default Map<String, String> diagnostics(Host host) {
    return Map.of();
  }

  /// Restarts the machine and switches it off; empty where nothing may do that, as below a scratch
  /// root.
  default Optional<Power> power(Host host) {
    return Optional.empty();
  }

  /// The accounts of the machine, for actions.
  default LocalAccounts accounts(Host host) {
    return LocalAccounts.none("accounts are not built for " + name() + " yet");
  }

  /// Runs the service's scripts. Where it is not built yet, none is run.
  default Scripts scripts(Host host) {
    return _ -> {
      throw new NotApplicableException("scripts are not built for " + name() + " yet");
    };
  }

  /// The desktop of the user session that this process runs in. Making it touches nothing.
  ///
  /// @throws NotApplicableException where it is not built yet
  default Desktop desktop() throws IOException {
    throw new NotApplicableException("the tray is not built for " + name() + " yet");
  }

  /// Who is logged in, for the daemon.
  default People people(Host host) {
    return People.unknown();
  }
}
