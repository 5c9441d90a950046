package io.reeve.platform.macos;

import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.GroupConfiguration;
import io.reeve.policy.GroupConfiguration.Change;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who belongs to which groups of the Mac.
///
/// Parameter: `configuration`, a [GroupConfiguration]. It is the place's value too: the place holds
/// it while every group is as it says, and nothing otherwise.
final class LocalGroupsMechanism implements Mechanism {
  /// Windows names its own groups by identifier; these have a counterpart here.
  private static final Map<String, String> WELL_KNOWN =
      Map.of("S-1-5-32-544", "admin", "S-1-5-32-545", "staff");

  private static final String ADMINISTRATORS = "admin";

  /// No path and no option for the programs that take it.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9 ._@-]{0,127}");

  /// `kNotifyDSCacheInvalidationGroup` of notify_keys.h: the directory's groups changed.
  private static final String CHANGED = "com.apple.system.DirectoryService.InvalidateCache.group";

  private final Tools tools;
  private final Notifications notifications;

  LocalGroupsMechanism(Tools tools, Notifications notifications) {
    this.tools = tools;
    this.notifications = notifications;
  }

  @Override
  public String name() {
    return "local-groups";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var text = address.parameter("configuration");
    List<Change> changes;
    try {
      changes = GroupConfiguration.parse(text).changes();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the configuration of groups " + e.getMessage(), e);
    }
    var groups = new HashSet<String>();
    for (var change : changes) {
      check(group(change));
      if (!groups.add(group(change))) {
        throw new IllegalArgumentException(
            "the configuration of groups names the group '%s' twice".formatted(group(change)));
      }
      change.add().forEach(LocalGroupsMechanism::check);
      change.remove().forEach(LocalGroupsMechanism::check);
    }
    tools.live("accounts");
    return new Place(tools, new Groups(tools), Value.of(text), changes);
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return notifications.watch(CHANGED, listener);
  }

  /// Whether it may be the name of an account or group, and is no path and no option.
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static void check(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a user or group here: '" + name + "'");
    }
  }

  private static String group(Change change) {
    return WELL_KNOWN.getOrDefault(change.group(), change.group());
  }

  /// The groups that one configuration speaks of.
  private record Place(Tools tools, Groups groups, Value configuration, List<Change> changes)
      implements Point {
    private Set<String> members(String group) throws IOException {
      return groups
          .members(group)
          .orElseThrow(() -> new NotApplicableException("this Mac has no group " + group));
    }

    @Override
    public Value read() throws IOException {
      for (var change : changes) {
        if (!isAsAsked(group(change), change)) {
          return Value.absent();
        }
      }
      return configuration;
    }

    private boolean isAsAsked(String group, Change change) throws IOException {
      var members = members(group);
      if (change.replace() && !members.equals(Set.copyOf(change.add()))) {
        return false;
      }
      for (var member : change.add()) {
        if (!groups.hasUser(member) || !groups.belongs(member, group)) {
          return false;
        }
      }
      for (var member : change.remove()) {
        if (members.contains(member) || (groups.hasUser(member) && groups.belongs(member, group))) {
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
      for (var change : changes) {
        for (var member : change.add()) {
          if (!groups.hasUser(member)) {
            throw new IOException("this Mac has no account '" + member + "'");
          }
        }
      }
      for (var change : changes) {
        become(group(change), change.members(members(group(change))));
      }
    }

    /// Who comes is let in before anybody is put out.
    private void become(String group, Set<String> goal) throws IOException {
      var now = members(group);
      if (group.equals(ADMINISTRATORS) && !goal.containsAll(now)) {
        guard(goal);
      }
      for (var member : goal) {
        if (!now.contains(member)) {
          groups.add(member, group);
        }
      }
      for (var member : now) {
        if (!goal.contains(member)) {
          groups.remove(member, group);
        }
      }
    }

    /// root cannot log in on a Mac as it comes: somebody else has to be able to.
    private void guard(Set<String> goal) throws IOException {
      for (var member : goal) {
        if (!member.equals("root") && groups.hasUser(member)) {
          return;
        }
      }
      throw new IOException("it would leave no administrator who can log in");
    }

    @Override
    public Snapshot capture() throws IOException {
      var before = new ArrayList<Optional<String>>();
      for (var change : changes) {
        before.add(Optional.of(String.join(",", members(group(change)))));
      }
      return new Snapshot(read(), Details.of(before));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var words = Details.parse(before.detail(), changes.size());
      for (int i = 0; i < changes.size(); i++) {
        var change = changes.get(i);
        var was = new LinkedHashSet<>(List.of(words.get(i).orElse("").split(",")));
        was.remove("");
        become(group(change), change.takenBack(was, members(group(change))));
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(tools.host().path("/private/var/db/dslocal/nodes/Default/groups"));
    }
  }
}
