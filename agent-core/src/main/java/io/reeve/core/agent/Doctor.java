package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views.Check;
import io.reeve.core.local.Views.SyncRecord;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.Identity;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Checks of the agent's own health, each with a remedy. Changes nothing.
final class Doctor {
  private static final long LEAST_DISK = 64L * 1024 * 1024;
  private static final Duration STALE = Duration.ofDays(3);
  private static final Duration EXPIRING = Duration.ofDays(14);

  private final Parts parts;
  private final Loop loop;

  Doctor(Parts parts, Loop loop) {
    this.parts = parts;
    this.loop = loop;
  }

  /// Every check, in the order in which a person would look. Those about the service come only on
  /// an enrolled machine.
  List<Check> checks() {
    var checks = new ArrayList<Check>();
    checks.add(check("state folder", this::folder));
    checks.add(check("free disk", this::disk));
    checks.add(check("store", this::store));
    checks.add(check("platform", this::mechanisms));
    checks.add(check("settings", this::settings));
    var account = loop.ask(parts.enrolment()::current);
    checks.addFirst(daemon(account.isPresent()));
    checks.add(
        account.isPresent()
            ? good("enrolment", "enrolled with " + account.get().servers().getFirst())
            : advice("enrolment", "not enrolled yet", "'reeve enroll --help' says how"));
    account.ifPresent(present -> {
      checks.add(check("key", this::key));
      checks.add(check("certificate", this::certificate));
      checks.add(check("clock", this::clock));
      checks.add(check("service", () -> service(present)));
      checks.add(check("last session", this::lastSession));
    });
    return checks;
  }

  /// On a machine that nobody manages yet there is nothing for a daemon to do.
  private Check daemon(boolean enrolled) {
    if (parts.daemon()) {
      return good("daemon", "running as process " + ProcessHandle.current().pid());
    }
    var text = "no daemon serves " + parts.state();
    var remedy = "start it with 'reeve daemon', or through the service manager";
    return enrolled ? bad("daemon", text, remedy) : advice("daemon", text, remedy);
  }

  private Check folder() throws IOException {
    var state = parts.state();
    if (!state.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return good("state folder", state.toString());
    }
    var key = state.resolve("keys.p12");
    for (var file : List.of(state, key)) {
      if (Files.exists(file)
          && openToOthers(Files.getPosixFilePermissions(file), file.equals(key))) {
        var remedy = file.equals(key) ? "chmod go-rwx " : "chmod go-w ";
        return bad("state folder", file + " is open to others", remedy + file);
      }
    }
    return good("state folder", state.toString());
  }

  private static boolean openToOthers(Set<PosixFilePermission> mode, boolean secret) {
    return mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)
        || (secret
            && (mode.contains(PosixFilePermission.GROUP_READ)
                || mode.contains(PosixFilePermission.OTHERS_READ)));
  }

  private Check disk() throws IOException {
    long free = Files.getFileStore(parts.state()).getUsableSpace();
    var text = free / (1024 * 1024) + " MiB free for " + parts.state();
    return free >= LEAST_DISK
        ? good("free disk", text)
        : bad("free disk", text, "free some space: a full disk stops every change");
  }

  private Check store() {
    return parts
        .store()
        .setAside()
        .map(damaged ->
            bad(
                "store",
                "it was damaged (" + damaged.why() + ") and is kept as " + damaged.file(),
                "look at the disk; the next session brings everything back"))
        .orElseGet(() -> good("store", "whole"));
  }

  private Check mechanisms() {
    return good(
        "platform", parts.platform() + ", " + parts.catalog().all().size() + " settings known");
  }

  private Check settings() {
    var troubled =
        loop.ask(parts.reconciler()::settings).stream()
            .filter(status ->
                status.state() == SettingStatus.State.FAILED
                    || status.state() == SettingStatus.State.CONTESTED
                    || status.state() == SettingStatus.State.DRIFTED)
            .map(status -> status.setting().id())
            .toList();
    return troubled.isEmpty()
        ? good("settings", "every wanted setting is in force or has no meaning here")
        : bad(
            "settings",
            "not in force: " + String.join(", ", troubled),
            "'reeve explain ID' says why");
  }

  private Check key() throws KeyHomeException {
    parts.enrolment().identity();
    return good("key", parts.enrolment().keyHome());
  }

  private Check certificate() throws KeyHomeException {
    var end = parts.enrolment().identity().certificate().getNotAfter().toInstant();
    var left = Duration.between(parts.clock().instant(), end);
    var text = "the device's certificate ends on " + date(end);
    return left.compareTo(EXPIRING) > 0
        ? good("certificate", text)
        : bad("certificate", text, "see 'reeve status' for its renewal; else enrol again");
  }

  private Check clock() throws KeyHomeException {
    var begin = parts.enrolment().identity().certificate().getNotBefore().toInstant();
    var now = parts.clock().instant();
    return now.isBefore(begin)
        ? bad(
            "clock",
            date(now) + " is before the certificate begins, " + date(begin),
            "set the clock")
        : good("clock", "it is " + date(now));
  }

  private Check service(DmAccount account) throws KeyHomeException {
    var identity = Optional.<Identity>of(parts.enrolment().identity());
    var server = account.servers().getFirst();
    try {
      var answer =
          parts
              .exchange()
              .send(
                  new Exchange.Call(
                      "GET",
                      server,
                      Map.of(),
                      HttpBody.NONE,
                      Tls.context(account.trust(), identity),
                      Duration.ofSeconds(10)));
      return answer.status() < 500
          ? good("service", server + " answers")
          : bad(
              "service",
              server + " answers with trouble of its own (HTTP " + answer.status() + ")",
              "wait, or tell the service's administrator; the agent goes on trying");
    } catch (IOException e) {
      return bad("service", Trouble.message(e), Trouble.of(e).hint());
    }
  }

  private Check lastSession() {
    var last = loop.ask(() -> SyncNote.read(parts.store().notes()));
    if (last.isEmpty()) {
      return advice("last session", "there was none yet", "run 'reeve sync'");
    }
    SyncRecord record = last.get();
    var text = date(record.at()) + ": " + record.text();
    boolean stale = record.at().plus(STALE).isBefore(parts.clock().instant());
    return record.ok() && !stale
        ? good("last session", text)
        : bad("last session", text, "run 'reeve sync' and see what it says");
  }

  private static Check check(String name, Callable<Check> work) {
    try {
      return work.call();
    } catch (KeyHomeException e) {
      return bad(name, Trouble.message(e), e.hint());
    } catch (AgentException e) {
      return bad(name, Trouble.message(e), e.hint());
    } catch (Exception e) {
      return bad(name, "could not be checked: " + e, "see the log");
    }
  }

  private static Check good(String name, String text) {
    return new Check(name, true, text, "");
  }

  /// Nothing is wrong, but there is something to do.
  private static Check advice(String name, String text, String remedy) {
    return new Check(name, true, text, remedy);
  }

  private static String date(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  private static Check bad(String name, String text, String remedy) {
    return new Check(name, false, text, remedy);
  }
}
