package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.files.FileState;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.PendingException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Debian's and Ubuntu's pam-auth-update(8): the stacks are put together from profiles.
///
/// It keeps arguments that people have added to a line, and with a line of their own among those it
/// writes it leaves everything as it is and says so, which is then our reason too. It is never
/// forced. It writes files anew, so mode, owner and attributes are given back afterwards.
///
/// It keeps its answers in debconf's database, which serves one program at a time and turns others
/// away. While dpkg is at work nothing is begun either: a package that is being configured would be
/// the one that is turned away.
///
/// @param others waits for whoever is at work there
record PamAuthUpdate(Host host, OthersAtWork others) implements PamTool {
  static final String TOOL = "/usr/sbin/pam-auth-update";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String TURNED_AWAY = "is locked by another process";
  private static final String SAVED = "/var/lib/pam/";
  private static final List<String> TYPES =
      List.of("auth", "account", "password", "session", "session-noninteractive");

  PamAuthUpdate(Host host) {
    this(host, new OthersAtWork(host));
  }

  @Override
  public Value read(PamFeature feature) throws IOException {
    return isOurs(feature) && !new PamProfiles(host, feature).areThere()
        ? Value.absent()
        : PamStack.read(host, feature);
  }

  /// Whether pam-auth-update has put it there from our profiles, by what it remembers.
  private boolean isOurs(PamFeature feature) throws IOException {
    var own = new PamProfiles(host, feature).own();
    for (var type : TYPES) {
      var saved = new SystemFile(host, SAVED + type).text().orElse("");
      if (own.stream().anyMatch(name -> saved.contains("Module: " + name + "\n"))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void enable(PamFeature feature, String value) throws IOException {
    var profiles = new PamProfiles(host, feature);
    refuseOthers(feature, profiles);
    others.giveWay(locks());
    var before = states();
    boolean fresh = !profiles.isAnyThere();
    profiles.put(value);
    try {
      var told = run(arguments("--enable", profiles.names()));
      if (!read(feature).sameAs(Value.of(value))) {
        // A changed argument is kept as a change of the administrator's unless the line goes first.
        run(arguments("--disable", profiles.names()));
        told = run(arguments("--enable", profiles.names()));
      }
      if (!read(feature).sameAs(Value.of(value))) {
        throw refusal(feature, told);
      }
    } catch (PendingException e) {
      throw e;
    } catch (IOException e) {
      if (fresh) {
        takeBack(feature, e);
      }
      throw e;
    } finally {
      keepMeta(before);
    }
  }

  /// The lines go before the profiles do: without those nobody could take them out any more, and
  /// half a feature may lock everybody out.
  private void takeBack(PamFeature feature, IOException why) {
    try {
      takeOut(feature);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /// What somebody else has put there differently is theirs to change.
  private void refuseOthers(PamFeature feature, PamProfiles profiles) throws IOException {
    var traces = PamStack.traces(host, feature);
    if (!traces.isEmpty() && !profiles.isAnyThere() && !isOurs(feature)) {
      throw new IOException(
          "%s is in the PAM stack by somebody else's doing (%s); take it out there, or leave the setting to them"
              .formatted(feature.module(), String.join(", ", traces)));
    }
  }

  @Override
  public void disable(PamFeature feature) throws IOException {
    var profiles = new PamProfiles(host, feature);
    boolean packaged = profiles.own().isEmpty();
    if (!packaged && !profiles.isAnyThere() && !isOurs(feature)) {
      refuseOthers(feature, profiles);
      return;
    }
    if (packaged && PamStack.traces(host, feature).isEmpty()) {
      return;
    }
    others.giveWay(locks());
    var before = states();
    try {
      takeOut(feature);
    } finally {
      keepMeta(before);
    }
  }

  /// @throws IOException when the stacks still have it; the profiles stay then
  private void takeOut(PamFeature feature) throws IOException {
    var profiles = new PamProfiles(host, feature);
    boolean packaged = profiles.own().isEmpty();
    var told = run(arguments(packaged ? "--disable" : "--remove", profiles.names()));
    if (packaged ? !PamStack.read(host, feature).isAbsent() : isOurs(feature)) {
      throw refusal(feature, told);
    }
    profiles.remove();
  }

  private static List<String> arguments(String option, List<String> names) {
    var arguments = new ArrayList<>(List.of("--package", option));
    arguments.addAll(names);
    return arguments;
  }

  private Commands.Result run(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", TOOL));
    command.addAll(arguments);
    var result = host.commands().run(command, DEADLINE);
    if (!result.ok() && result.err().contains(TURNED_AWAY)) {
      others.wasRefused(locks());
    }
    if (!result.ok()) {
      throw new OsException("pam-auth-update", result.exit(), result.err().strip());
    }
    return result;
  }

  private List<Path> locks() {
    return List.of(
        host.path("/var/cache/debconf/config.dat"), host.path("/var/lib/dpkg/lock-frontend"));
  }

  @Override
  public Mechanism.Watch watch(Mechanism.Listener listener) {
    return others.watch(listener);
  }

  private static IOException refusal(PamFeature feature, Commands.Result told) {
    boolean changed = told.err().contains("Local modifications");
    return new IOException(
        changed
            ? "/etc/pam.d/common-* hold lines of somebody else among those of pam-auth-update,"
                + " which therefore leaves them alone; move them out of its block"
            : "pam-auth-update did not take %s: %s"
                .formatted(feature.module(), told.err().strip()));
  }

  private Map<String, FileState> states() throws IOException {
    var states = new LinkedHashMap<String, FileState>();
    for (var type : TYPES) {
      states.put(type, stack(type).state());
    }
    return states;
  }

  private SystemFile stack(String type) {
    return new SystemFile(host, PamStack.common(type));
  }

  private void keepMeta(Map<String, FileState> before) throws IOException {
    for (var state : before.entrySet()) {
      var now = stack(state.getKey());
      if (state.getValue() instanceof FileState.Regular regular
          && now.state() instanceof FileState.Regular written
          && !written.meta().equals(regular.meta())) {
        regular.meta().applyTo(host, now.path());
      }
    }
  }

  @Override
  public String capture(PamFeature feature) throws IOException {
    return Details.of(
        states().values().stream().map(state -> Optional.of(state.detail())).toList());
  }

  @Override
  public void restore(PamFeature feature, Value before, String detail) throws IOException {
    if (before.isAbsent()) {
      disable(feature);
    } else if (!before.sameAs(read(feature))) {
      enable(feature, before.wire());
    }
    var states = Details.parse(detail, TYPES.size());
    for (int i = 0; i < TYPES.size(); i++) {
      giveBack(stack(TYPES.get(i)), FileState.parse(states.get(i).orElseThrow()));
    }
  }

  /// Where the stack says again what it said, it is spelt again as it was: pam-auth-update puts
  /// arguments that people have added behind the others.
  private static void giveBack(SystemFile stack, FileState before) throws IOException {
    if (before instanceof FileState.Regular regular
        && stack.state() instanceof FileState.Regular now
        && words(regular).equals(words(now))) {
      stack.restore(before);
    }
  }

  private static List<List<String>> words(FileState.Regular file) {
    return new String(file.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> Arrays.stream(line.strip().split("\\s+")).sorted().toList())
        .toList();
  }

  @Override
  public Set<Path> files(PamFeature feature) {
    var files = new LinkedHashSet<>(new PamProfiles(host, feature).files());
    feature.lines().forEach(line -> files.add(stack(line.type()).path()));
    return files;
  }
}
