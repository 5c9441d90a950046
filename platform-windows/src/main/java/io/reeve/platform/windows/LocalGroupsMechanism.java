package io.reeve.platform.windows;

import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.GroupConfiguration;
import io.reeve.policy.GroupConfiguration.Change;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who belongs to which groups of the machine.
///
/// Parameter: `configuration`, a [GroupConfiguration], whose groups and members are security
/// identifiers or names. It is the place's value too: the place holds it while every group is as it
/// says, and nothing otherwise.
final class LocalGroupsMechanism implements Mechanism {
  private final Optional<? extends LocalAccounts> accounts;

  /// @param accounts empty where this is no real machine
  LocalGroupsMechanism(Optional<? extends LocalAccounts> accounts) {
    this.accounts = accounts;
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
    if (accounts.isEmpty()) {
      throw new NotApplicableException("a scratch root has no accounts");
    }
    return new Place(accounts.get(), Value.of(text), configuration.changes());
  }

  /// What is asked of a group, by identifiers.
  ///
  /// @param unknown those of `add` whom nobody knows, as they were written
  private record Goal(String sid, Change change, Set<String> unknown) {

    /// The members it is to have. The machine's built-in administrator belongs to the
    /// administrators whatever is asked: Windows does not let it go.
    Set<String> members(Set<String> now, String builtIn) {
      var goal = change.members(now);
      if (sid.equals(Sid.ADMINISTRATORS) && now.contains(builtIn)) {
        goal.add(builtIn);
      }
      return goal;
    }
  }

  /// The groups that one configuration speaks of.
  private record Place(LocalAccounts accounts, Value configuration, List<Change> changes)
      implements Point {

    private Map<String, Goal> goals() throws IOException {
      var goals = new LinkedHashMap<String, Goal>();
      for (var change : changes) {
        var sid =
            Sid.is(change.group()) ? Optional.of(change.group()) : accounts.sid(change.group());
        var name = sid.isPresent() ? accounts.group(sid.get()) : Optional.<String>empty();
        if (name.isEmpty()) {
          throw new NotApplicableException("this machine has no group " + change.group());
        }
        var other = goals.put(name.get(), goal(sid.get(), change));
        if (other != null) {
          throw new IOException(
              "the configuration speaks twice of the group '%s', once as '%s'"
                  .formatted(name.get(), change.group()));
        }
      }
      return goals;
    }

    private Goal goal(String sid, Change change) throws IOException {
      var unknown = new LinkedHashSet<String>();
      var add = new LinkedHashSet<String>();
      for (var member : change.add()) {
        identified(member).ifPresentOrElse(add::add, () -> unknown.add(member));
      }
      var remove = new LinkedHashSet<String>();
      for (var member : change.remove()) {
        identified(member).ifPresent(remove::add);
      }
      return new Goal(sid, new Change(sid, change.replace(), add, remove), unknown);
    }

    /// An identifier is taken as it is: those of Entra have no name that Windows could look up.
    private Optional<String> identified(String member) throws IOException {
      return Sid.is(member) ? Optional.of(member) : accounts.sid(member);
    }

    private String builtIn() throws IOException {
      return accounts.machine() + "-500";
    }

    @Override
    public Value read() throws IOException {
      for (var entry : goals().entrySet()) {
        var now = accounts.members(entry.getKey());
        var goal = entry.getValue();
        if (!goal.unknown.isEmpty() || !now.equals(goal.members(now, builtIn()))) {
          return Value.absent();
        }
      }
      return configuration;
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.sameAs(configuration)) {
        throw new IOException("these groups hold their own configuration only");
      }
      var goals = new LinkedHashMap<String, Set<String>>();
      for (var entry : goals().entrySet()) {
        var goal = entry.getValue();
        if (!goal.unknown.isEmpty()) {
          throw new IOException(
              "there is no account '" + String.join("', '", goal.unknown) + "' on this machine");
        }
        goals.put(entry.getKey(), goal.members(accounts.members(entry.getKey()), builtIn()));
      }
      setMembers(goals);
    }

    /// Whoever comes, comes before anybody goes.
    private void setMembers(Map<String, Set<String>> goals) throws IOException {
      var administrators = accounts.group(Sid.ADMINISTRATORS).orElse("");
      if (goals.containsKey(administrators)) {
        guard(accounts.members(administrators), goals.getOrDefault(administrators, Set.of()));
      }
      for (var goal : goals.entrySet()) {
        var now = accounts.members(goal.getKey());
        for (var member : goal.getValue()) {
          if (!now.contains(member)) {
            accounts.add(goal.getKey(), member);
          }
        }
        for (var member : now) {
          if (!goal.getValue().contains(member)) {
            accounts.remove(goal.getKey(), member);
          }
        }
      }
    }

    /// Refuses a change after which nobody could administer the machine any more.
    private void guard(Set<String> now, Set<String> then) throws IOException {
      if (then.containsAll(now)) {
        return;
      }
      for (var member : then) {
        if (canAdminister(member)) {
          return;
        }
      }
      throw new IOException("it would leave no administrator who can log in, only " + then);
    }

    /// An account of this machine that is enabled, or somebody of a directory (Active Directory,
    /// Entra), of whom more cannot be told.
    private boolean canAdminister(String sid) throws IOException {
      return sid.startsWith(accounts.machine() + "-")
          ? accounts.isEnabled(sid)
          : sid.startsWith("S-1-5-21-") || sid.startsWith("S-1-12-1-");
    }

    @Override
    public Snapshot capture() throws IOException {
      var words = new ArrayList<Optional<String>>();
      for (var group : goals().keySet()) {
        words.add(Optional.of(String.join(",", accounts.members(group))));
      }
      return new Snapshot(read(), Details.of(words));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var texts = Details.parse(before.detail(), changes.size());
      var goals = new LinkedHashMap<String, Set<String>>();
      int i = 0;
      for (var entry : goals().entrySet()) {
        var was = new LinkedHashSet<>(List.of(texts.get(i++).orElse("").split(",")));
        was.remove("");
        var now = accounts.members(entry.getKey());
        goals.put(entry.getKey(), entry.getValue().change.takenBack(was, now));
      }
      setMembers(goals);
    }
  }
}
