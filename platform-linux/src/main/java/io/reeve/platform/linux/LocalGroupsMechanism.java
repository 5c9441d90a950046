package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.GroupConfiguration;
import io.reeve.policy.GroupConfiguration.Change;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who belongs to which groups of the machine.
///
/// Parameter: `configuration`, a [GroupConfiguration]. It is the place's value too: the place holds
/// it while every group is as it says, and nothing otherwise. Members are changed by gpasswd(1),
/// which locks the files and keeps gshadow in step; what is read back is what the resolver gives
/// each person. On a scratch root both look at its `/etc` alone.
final class LocalGroupsMechanism implements Mechanism {
  /// Windows names its own groups by identifier; these have a counterpart here, the first that
  /// exists.
  private static final Map<String, List<String>> WELL_KNOWN =
      Map.of(
          "S-1-5-32-544", List.of("sudo", "wheel", "admin"),
          "S-1-5-32-545", List.of("users"));

  private final Host host;
  private final OthersAtWork others;

  LocalGroupsMechanism(Host host) {
    this(host, new OthersAtWork(host));
  }

  /// @param others waits for whoever changes accounts now
  LocalGroupsMechanism(Host host, OthersAtWork others) {
    this.host = host;
    this.others = others;
  }

  @Override
  public Watch watch(Listener listener) {
    return others.watch(listener);
  }

  @Override
  public String name() {
    return "local-groups";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var text = address.parameter("configuration");
    GroupConfiguration configuration;
    try {
      configuration = GroupConfiguration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the configuration of groups " + e.getMessage(), e);
    }
    if (!Files.isExecutable(Path.of(Accounts.TOOL))) {
      throw new NotApplicableException(Accounts.TOOL + " is not installed");
    }
    if (host.isScratch() && !Files.exists(host.path(Accounts.GROUPS))) {
      throw new NotApplicableException("this scratch root has no accounts");
    }
    return new Place(
        new Accounts(host, others), host.clock(), Value.of(text), configuration.changes());
  }

  /// The groups that one configuration speaks of.
  private record Place(Accounts accounts, Clock clock, Value configuration, List<Change> changes)
      implements Point {

    /// The changes by the group's name on this machine.
    private Map<String, Change> groups() throws IOException {
      var groups = new TreeMap<String, Change>();
      for (var change : changes) {
        groups.put(group(change.group()), change);
      }
      return groups;
    }

    private String group(String name) throws IOException {
      for (var candidate : WELL_KNOWN.getOrDefault(name, List.of(name))) {
        if (accounts.hasGroup(candidate)) {
          return candidate;
        }
      }
      throw new NotApplicableException("this machine has no group " + name);
    }

    @Override
    public Value read() throws IOException {
      for (var entry : groups().entrySet()) {
        if (!isAsAsked(entry.getKey(), entry.getValue())) {
          return Value.absent();
        }
      }
      return configuration;
    }

    private boolean isAsAsked(String group, Change change) throws IOException {
      if (change.replace()) {
        return accounts.effectiveMembers(group).equals(Set.copyOf(change.add()));
      }
      for (var member : change.add()) {
        if (!accounts.belongs(member, group)) {
          return false;
        }
      }
      for (var member : change.remove()) {
        if (accounts.belongs(member, group)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.sameAs(configuration)) {
        throw new IOException("these groups hold their own configuration only");
      }
      if (read().sameAs(configuration)) {
        return;
      }
      var goals = new TreeMap<String, List<String>>();
      for (var entry : groups().entrySet()) {
        for (var member : entry.getValue().add()) {
          accounts.need(member);
        }
        var now = accounts.members(entry.getKey());
        goals.put(entry.getKey(), List.copyOf(entry.getValue().members(now)));
      }
      setMembers(goals);
    }

    private void setMembers(Map<String, List<String>> goals) throws IOException {
      Administrators.guard(accounts, goals, clock);
      for (var goal : goals.entrySet()) {
        accounts.setMembers(goal.getKey(), goal.getValue());
      }
    }

    /// The members of each group, in the file's order.
    @Override
    public Snapshot capture() throws IOException {
      var words = new ArrayList<Optional<String>>();
      for (var group : groups().keySet()) {
        words.add(Optional.of(String.join(",", accounts.members(group))));
      }
      return new Snapshot(read(), Details.of(words));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var texts = Details.parse(before.detail(), changes.size());
      var goals = new TreeMap<String, List<String>>();
      int i = 0;
      for (var entry : groups().entrySet()) {
        var was = Accounts.names(texts.get(i++).orElse(""));
        var now = accounts.members(entry.getKey());
        goals.put(entry.getKey(), List.copyOf(entry.getValue().takenBack(was, now)));
      }
      setMembers(goals);
    }

    @Override
    public Set<Path> files() {
      return accounts.files();
    }
  }
}
