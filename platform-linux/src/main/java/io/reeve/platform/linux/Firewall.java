package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
/// Changes are gathered and made at once by [#settle], so that rules are never half there.
final class Firewall {
  private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);
  private static final int PRIVATE = 0600;
  private static final List<String> FILES =
      List.of(
          "/etc/ufw/ufw.conf",
          "/etc/ufw/user.rules",
          "/etc/ufw/user6.rules",
          "/etc/default/ufw",
          "/etc/firewalld/firewalld.conf",
          "/etc/firewalld/policies",
          "/etc/firewalld/zones");

  private final Host host;
  private final FirewallUnit unit;
  private final List<FirewallBackend> backends;
  private final Map<String, Optional<String>> changes = new LinkedHashMap<>();
  private Optional<Seen> seen = Optional.empty();
  private boolean sound = true;
  private volatile Generations own = new Generations(0, 0);

  /// @param backends in the order in which they are asked whether they are in charge
  Firewall(Host host, List<FirewallBackend> backends) {
    this.host = host;
    this.unit = new FirewallUnit(host);
    this.backends = List.copyOf(backends);
  }

  /// Generations of the kernel's ruleset that came while we changed it: behind `from`, up to `to`.
  private record Generations(int from, int to) {
    boolean contain(int id) {
      return id - from > 0 && to - id >= 0;
    }
  }

  /// What was found, and as of when.
  ///
  /// @param leftOut why rules are not counted, by name
  private record Seen(
      List<Object> stamp,
      SavedFirewall saved,
      FirewallBackend backend,
      Map<String, String> leftOut,
      FirewallBackend.Standing standing) {
    /// Whether another back end has come to be in charge than the one all was made with.
    boolean isMoved() {
      return !saved.backend().isEmpty() && !saved.backend().equals(backend.name());
    }
  }

  /// What a key has in force.
  ///
  /// @throws NotApplicableException when it cannot be had here, with the reason
  Optional<String> value(String key) throws IOException {
    var now = look();
    var why = whyNot(key, now);
    if (why.isPresent()) {
      throw new NotApplicableException(why.get());
    }
    return inForce(key, now);
  }

  private static Optional<String> inForce(String key, Seen now) {
    if (!isOfRule(key)) {
      return Optional.ofNullable(now.standing.keys().get(key));
    }
    var name = name(key);
    var fields = FirewallRule.fields(now.saved.policy().values()).getOrDefault(name, Map.of());
    boolean counts = !now.leftOut.containsKey(name) && counts(name, fields);
    return now.isMoved() || (counts && !now.standing.rules().contains(name))
        ? Optional.empty()
        : Optional.ofNullable(fields.get(field(key)));
  }

  private static boolean counts(String name, Map<String, String> fields) {
    try {
      return FirewallRule.of(name, fields).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Whether a rule counts is what its `enabled` is about, so that says why it does not; but not
  /// where that is all that is left of the rule, or it could never be taken away.
  private static Optional<String> whyNot(String key, Seen now) {
    if (!isOfRule(key) || !field(key).equals("enabled")) {
      return Optional.empty();
    }
    var name = name(key);
    var fields = FirewallRule.fields(now.saved.policy().values()).getOrDefault(name, Map.of());
    return fields.keySet().equals(Set.of("enabled"))
        ? Optional.empty()
        : Optional.ofNullable(now.leftOut.get(name))
            .or(() -> Optional.ofNullable(now.standing.overruled().get(name)));
  }

  private static boolean isOfRule(String key) {
    return key.startsWith("rule/");
  }

  private static String name(String key) {
    return key.substring("rule/".length(), key.lastIndexOf('/'));
  }

  private static String field(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /// What a key was last made, whatever is in force.
  Optional<String> made(String key) throws IOException {
    return look().saved.policy().value(key);
  }

  /// Changes a key, or takes it away, when the firewall settles next.
  ///
  /// @throws NotApplicableException when whoever is in charge cannot do it at all
  void change(String key, Optional<String> value) throws IOException {
    if (key.equals("enabled") && value.equals(Optional.of("false"))) {
      var why = look().backend.staysOn();
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
      return 0;
    }
  }

  private void make(Seen now) throws IOException {
    var standing = standing(now);
    var policy = standing.with(changes);
    boolean whole = standing.equals(now.saved.policy());
    if (whole && sound && policy.equals(standing) && !now.isMoved()) {
      return;
    }
    var counted = counted(policy, leftOut(policy, now.backend));
    var saved = now.isMoved() ? SavedFirewall.NONE : now.saved;
    var notes =
        new Noted(
            new SavedFirewall(now.backend.name(), saved.policy(), saved.notes()), counted(now));
    sound = false;
    now.backend.apply(counted, notes);
    save(new SavedFirewall(now.backend.name(), policy, notes.all), counted);
    sound = true;
    if (now.isMoved()) {
      leave(now.saved);
    }
  }

  private static FirewallPolicy counted(Seen now) {
    return counted(now.saved.policy(), now.leftOut);
  }

  /// Notes that go to the file before anything else is done. What was left of another back end is
  /// dropped only.
  private final class Noted implements FirewallBackend.Notes {
    private final SavedFirewall saved;
    private final FirewallPolicy counted;
    private final Map<String, String> all;

    Noted(SavedFirewall saved, FirewallPolicy counted) {
      this.saved = saved;
      this.counted = counted;
      this.all = new TreeMap<>(saved.notes());
    }

    @Override
    public void keep(String key, String value) throws IOException {
      if (all.putIfAbsent(key, value) == null) {
        save(new SavedFirewall(saved.backend(), saved.policy(), all), counted);
      }
    }

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(all.get(key));
    }

    @Override
    public Optional<String> drop(String key) {
      return Optional.ofNullable(all.remove(key));
    }
  }

  /// What somebody else took away is not ours any more: it comes back when it is asked for again.
  /// Whoever has just come to be in charge takes over everything.
  private static FirewallPolicy standing(Seen now) {
    var standing = new HashMap<>(now.saved.policy().values());
    if (!now.isMoved()) {
      standing
          .entrySet()
          .removeIf(each -> !inForce(each.getKey(), now).equals(Optional.of(each.getValue())));
    }
    return new FirewallPolicy(standing);
  }

  private static Map<String, String> leftOut(FirewallPolicy policy, FirewallBackend backend) {
    var leftOut = new HashMap<String, String>();
    FirewallRule.fields(policy.values())
        .forEach((name, fields) -> {
          try {
            backend.refusal(fields).ifPresent(why -> leftOut.put(name, why));
            FirewallRule.of(name, fields);
          } catch (IllegalArgumentException e) {
            leftOut.put(name, String.valueOf(e.getMessage()));
          }
        });
    return leftOut;
  }

  private static FirewallPolicy counted(FirewallPolicy policy, Map<String, String> leftOut) {
    var counted = new HashMap<>(policy.values());
    counted.keySet().removeIf(key -> isOfRule(key) && leftOut.containsKey(name(key)));
    return new FirewallPolicy(counted);
  }

  private void save(SavedFirewall saved, FirewallPolicy counted) throws IOException {
    boolean table = saved.backend().equals(OwnTable.NAME) && !counted.isEmpty();
    if (!table) {
      unit.remove();
    }
    if (saved.isEmpty()) {
      file().remove();
    } else {
      file().put(saved.bytes(table ? NftRuleset.of(counted) : ""), PRIVATE);
    }
    if (table) {
      unit.install();
    }
  }

  private SystemFile file() {
    return new SystemFile(host, FirewallUnit.RULESET);
  }

  /// Takes away what was made of a back end that is not in charge any more.
  private void leave(SavedFirewall before) {
    for (var backend : backends) {
      if (backend.name().equals(before.backend())) {
        try {
          backend.apply(FirewallPolicy.NONE, new Noted(before, FirewallPolicy.NONE));
        } catch (IOException e) {
          LOG.warn("what was made of {} stays there: {}", backend.name(), e.getMessage());
        }
      }
    }
  }

  private Seen look() throws IOException {
    var saved = saved();
    var stamp = stamp();
    if (seen.filter(last -> last.stamp.equals(stamp)).isPresent()) {
      return seen.get();
    }
    var backend = inCharge(saved);
    var leftOut = leftOut(saved.policy(), backend);
    boolean moved = !saved.backend().isEmpty() && !saved.backend().equals(backend.name());
    var counted = moved ? FirewallPolicy.NONE : counted(saved.policy(), leftOut);
    var standing = backend.standing(counted);
    if (!moved && !isFileOf(saved, counted)) {
      standing = new FirewallBackend.Standing(Map.of(), Set.of(), Map.of());
    }
    var now = new Seen(stamp, saved, backend, leftOut, standing);
    seen = stamp.isEmpty() ? Optional.empty() : Optional.of(now);
    return now;
  }

  private FirewallBackend inCharge(SavedFirewall saved) throws IOException {
    for (var backend : backends) {
      if (backend.isInCharge(saved)) {
        return backend;
      }
    }
    throw new IllegalStateException("no back end is in charge");
  }

  /// What tells apart two states of the machine; empty when nothing can, and each look is anew.
  private List<Object> stamp() throws IOException {
    var stamp = new ArrayList<Object>();
    int generation = generation();
    if (generation == 0) {
      return List.of();
    }
    stamp.add(generation);
    stamp.add(file().text());
    for (var backend : backends) {
      stamp.add(backend.stamp());
    }
    return stamp;
  }

  /// A file that somebody else has changed is as good as none: all of it is made again.
  private SavedFirewall saved() throws IOException {
    var bytes = file().bytes();
    try {
      return bytes.isEmpty() ? SavedFirewall.NONE : SavedFirewall.parse(bytes.get());
    } catch (IOException e) {
      LOG.warn("{} is made again: {}", FirewallUnit.RULESET, e.getMessage());
      return SavedFirewall.NONE;
    }
  }

  /// Whether the file would load at the next start what is wanted.
  private boolean isFileOf(SavedFirewall saved, FirewallPolicy counted) throws IOException {
    boolean table = saved.backend().equals(OwnTable.NAME) && !counted.isEmpty();
    var bytes = file().bytes().orElse(new byte[0]);
    return saved.isEmpty()
        || Arrays.equals(bytes, saved.bytes(table ? NftRuleset.of(counted) : ""));
  }

  /// The files whose change may mean that something else is in force.
  Set<Path> files() {
    var files = new HashSet<>(unit.files());
    for (var name : FILES) {
      files.add(host.path(name));
    }
    return files;
  }
}
