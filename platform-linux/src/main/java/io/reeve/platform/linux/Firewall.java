package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallKeys;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's firewall: what is asked of it, who holds it, and what of it is in force.
///
/// Changes are gathered and made at once by [#settle], so that rules are never half there. On the
/// agent's thread only, but for [#isOurs].
final class Firewall implements FirewallKeys {
  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);
  private static final List<String> FILES =
      List.of(
          "/etc/ufw/ufw.conf",
          "/etc/ufw/user.rules",
          "/etc/ufw/user6.rules",
          "/etc/default/ufw",
          "/etc/firewalld/firewalld.conf",
          "/etc/firewalld/policies",
          "/etc/firewalld/zones");

  private static final Integer UNKNOWN = 0;
  private static final Duration BRIEFLY = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofDays(1);

  private final Host host;
  private final FirewallMemory memory;
  private final List<FirewallBackend> backends;
  private final Map<String, Optional<String>> changes = new LinkedHashMap<>();
  private Optional<FirewallState> seen = Optional.empty();
  private boolean sound = true;
  private volatile Generations own = new Generations(0, 0);

  /// @param backends in the order in which they are asked whether they are in charge
  Firewall(Host host, List<FirewallBackend> backends) {
    this.host = host;
    this.memory = new FirewallMemory(host);
    this.backends = List.copyOf(backends);
  }

  /// Generations of the kernel's ruleset that came while we changed it: behind `from`, up to `to`.
  private record Generations(int from, int to) {
    boolean contain(int id) {
      return id - from > 0 && to - id >= 0;
    }
  }

  /// @throws NotApplicableException when it cannot be had here, with the reason
  @Override
  public Optional<String> value(String key) throws IOException {
    var now = look();
    var why = now.whyNot(key);
    if (why.isPresent()) {
      throw new NotApplicableException(why.get());
    }
    return now.value(key);
  }

  @Override
  public Optional<String> made(String key) throws IOException {
    return look().saved().policy().value(key);
  }

  /// @throws NotApplicableException when whoever is in charge cannot do it at all
  @Override
  public void change(String key, Optional<String> value) throws IOException {
    if (key.equals("enabled") && value.equals(Optional.of("false"))) {
      var why = look().backend().staysOn();
      if (why.isPresent()) {
        throw new NotApplicableException(why.get());
      }
    }
    changes.put(key, value);
  }

  /// Makes all changes since the last time, at once.
  void settle() throws IOException {
    int before = generation();
    own = new Generations(before, before + Integer.MAX_VALUE);
    try {
      make(look());
    } finally {
      own = new Generations(before, generation());
      changes.clear();
      seen = Optional.empty();
    }
  }

  /// Whether that generation of the kernel's ruleset came while we changed it: whatever it is, what
  /// is read back after the change shows it.
  boolean isOurs(int generation) {
    return own.contain(generation);
  }

  private static int generation() {
    try {
      return Netlink.generation();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /// Where making it has failed half way, the next time makes all of it, whatever is asked then.
  private void make(FirewallState now) throws IOException {
    var standing = now.policy();
    var policy = standing.with(changes);
    boolean whole = sound && standing.equals(now.saved().policy()) && !now.isMoved();
    if (whole && policy.equals(standing)) {
      return;
    }
    var backend = now.backend();
    var counted = FirewallState.counted(policy, FirewallState.leftOut(policy, backend));
    var last = now.isMoved() ? SavedFirewall.NONE : now.saved();
    var begun = new SavedFirewall(backend.name(), last.policy(), last.notes());
    var notes = memory.notes(begun, now.counted());
    sound = false;
    backend.apply(counted, notes);
    memory.save(new SavedFirewall(backend.name(), policy, new TreeMap<>(notes.all())), counted);
    sound = true;
    if (now.isMoved()) {
      leave(now.saved());
    }
  }

  /// Takes away what was made of a back end that is not in charge any more.
  private void leave(SavedFirewall before) {
    for (var backend : backends) {
      if (backend.name().equals(before.backend())) {
        try {
          var notes = new FirewallMemory.FirewallNotes(new TreeMap<>(before.notes()), () -> {});
          backend.apply(FirewallPolicy.NONE, notes);
        } catch (IOException e) {
          LOG.warn("what was made of {} stays there: {}", backend.name(), e.getMessage());
        }
      }
    }
  }

  private FirewallState look() throws IOException {
    var stamp = stamp();
    var now = host.clock().instant();
    if (seen.filter(last -> last.stamp().equals(stamp) && last.isGood(now)).isPresent()) {
      return seen.get();
    }
    var saved = memory.load();
    var backend = inCharge(saved);
    var leftOut = FirewallState.leftOut(saved.policy(), backend);
    var state =
        new FirewallState(
            stamp,
            now,
            isSilent(stamp) ? BRIEFLY : LONG,
            saved,
            backend,
            leftOut,
            standing(saved, backend));
    seen = Optional.of(state);
    return state;
  }

  /// Whether the machine's state can change and its stamp stay the same: then a look is good for a
  /// pass and not for the next.
  private boolean isSilent(List<Object> stamp) throws IOException {
    boolean silent = stamp.getFirst().equals(UNKNOWN);
    for (var backend : backends) {
      silent |= backend.isSilent();
    }
    return silent;
  }

  private FirewallBackend.Standing standing(SavedFirewall saved, FirewallBackend backend)
      throws IOException {
    if (FirewallState.isMoved(saved, backend)) {
      return backend.standing(FirewallPolicy.NONE);
    }
    var counted =
        FirewallState.counted(saved.policy(), FirewallState.leftOut(saved.policy(), backend));
    var standing = backend.standing(counted);
    return memory.holds(saved, counted)
        ? standing
        : new FirewallBackend.Standing(Map.of(), Set.of(), Map.of());
  }

  private FirewallBackend inCharge(SavedFirewall saved) throws IOException {
    for (var backend : backends) {
      if (backend.isInCharge(saved)) {
        return backend;
      }
    }
    throw new IllegalStateException("no back end is in charge");
  }

  /// What tells apart two states of the machine.
  private List<Object> stamp() throws IOException {
    var stamp = new ArrayList<Object>(List.of(generation(), memory.text()));
    for (var backend : backends) {
      stamp.add(backend.stamp());
    }
    return stamp;
  }

  /// The files whose change may mean that something else is in force.
  @Override
  public Set<Path> files() {
    var files = new HashSet<>(memory.files());
    for (var name : FILES) {
      files.add(host.path(name));
    }
    return files;
  }
}
