package io.reeve.core.agent;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the agent keeps: its folder, its store, its ledger, its configuration.
final class HealthOfState {
  private static final long LEAST_DISK = 64L * 1024 * 1024;
  private static final int MOST_WAITING = 1000;

  private final Parts parts;
  private final Loop loop;

  HealthOfState(Parts parts, Loop loop) {
    this.parts = parts;
    this.loop = loop;
  }

  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("state folder", this::folder),
        new HealthCheck("free disk", this::disk),
        new HealthCheck("store", this::store),
        new HealthCheck("store's copy", this::copy),
        new HealthCheck("ledger", this::ledger),
        new HealthCheck("outbox", this::outbox),
        new HealthCheck("configuration", this::configuration),
        new HealthCheck("enrolment file", this::enrolmentFile));
  }

  private Finding folder() throws IOException {
    var state = parts.state();
    if (!state.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Finding.good(state.toString());
    }
    var key = state.resolve("keys.p12");
    for (var file : List.of(state, key)) {
      if (Files.exists(file)
          && openToOthers(Files.getPosixFilePermissions(file), file.equals(key))) {
        var remedy = file.equals(key) ? "chmod go-rwx " : "chmod go-w ";
        return Finding.bad(file + " is open to others", remedy + file);
      }
    }
    return Finding.good(state.toString());
  }

  private static boolean openToOthers(Set<PosixFilePermission> mode, boolean secret) {
    return mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)
        || (secret
            && (mode.contains(PosixFilePermission.GROUP_READ)
                || mode.contains(PosixFilePermission.OTHERS_READ)));
  }

  private Finding disk() throws IOException {
    long free = Files.getFileStore(parts.state()).getUsableSpace();
    var text = free / (1024 * 1024) + " MiB free for " + parts.state();
    return free >= LEAST_DISK
        ? Finding.good(text)
        : Finding.bad(text, "free some space: a full disk stops every change");
  }

  private Finding store() {
    return parts
        .store()
        .setAside()
        .map(damaged ->
            Finding.bad(
                "it was damaged (" + damaged.why() + ") and is kept as " + damaged.file(),
                "look at the disk; the next session brings everything back"))
        .orElseGet(() -> Finding.good("whole"));
  }

  /// It is written when a session has changed something.
  private Finding copy() throws IOException {
    var copy = parts.state().resolve("reeve.db.copy");
    if (Files.notExists(copy)) {
      return Finding.good("none yet; the first session makes one");
    }
    return Finding.good("of " + Doctor.date(Files.getLastModifiedTime(copy).toInstant()));
  }

  private Finding ledger() {
    var verified = parts.store().history().verify();
    return verified.trouble().isEmpty()
        ? Finding.good(verified.entries() + " entries, none altered or taken out")
        : Finding.bad(
            String.valueOf(verified.trouble().get()),
            "somebody has changed the store: 'reeve history --verify', and tell whoever is in charge");
  }

  private Finding outbox() {
    int waiting = loop.ask(() -> parts.store().outbox().pending(MOST_WAITING).size());
    var text =
        (waiting == MOST_WAITING ? "at least " : "") + waiting + " messages wait for the service";
    return waiting < MOST_WAITING
        ? Finding.good(text)
        : Finding.advice(text, "see 'last session' for why they are not taken");
  }

  private Finding configuration() throws IOException {
    var file = parts.state().resolve("agent.json");
    if (Files.notExists(file)) {
      return Finding.good("no agent.json: the defaults");
    }
    return changedSince(started(), file)
        ? Finding.advice(file + " was changed and is not in force yet", "restart the agent")
        : Finding.good(file + " is in force");
  }

  private static boolean changedSince(Optional<Instant> start, Path file) throws IOException {
    // A process knows its start to a second or so.
    return start.isPresent()
        && Files.getLastModifiedTime(file)
            .toInstant()
            .isAfter(start.get().plus(Duration.ofSeconds(5)));
  }

  private static Optional<Instant> started() {
    return ProcessHandle.current().info().startInstant();
  }

  private Finding enrolmentFile() {
    var file = new EnrolmentFile(parts.enrolmentFile(), parts.state());
    if (!file.exists()) {
      return Finding.good("there is none");
    }
    try {
      return file.request().isPresent()
          ? Finding.advice(
              file.path() + " waits to be used",
              "the daemon enrols with it; its log says what is wrong")
          : Finding.good(file.path() + " has been used, and its secret is gone");
    } catch (IOException e) {
      return Finding.bad(file.path() + " cannot be used: " + e.getMessage(), "mend or remove it");
    }
  }
}
