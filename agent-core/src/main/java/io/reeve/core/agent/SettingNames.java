package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.policy.Setting;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Rows whose address has holes in it, and so stand for many settings.
final class SettingNames {
  private static final int MOST_NAMED = 5;
  private static final Pattern HOLE = Pattern.compile("\\{[^}]*}");

  private SettingNames() {}

  static boolean isMany(Setting setting) {
    return HOLE.matcher(setting.uri()).find();
  }

  /// What they differ in, as `{name}`.
  static String holes(Setting setting) {
    return HOLE.matcher(setting.uri())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining(" and "));
  }

  /// The one that somebody means who gives the id.
  ///
  /// @param wanted the addresses of those that somebody asks for
  /// @throws AgentException when it is not exactly one
  static String one(Setting setting, List<String> wanted) {
    if (wanted.size() == 1) {
      return wanted.getFirst();
    }
    var which =
        wanted.isEmpty()
            ? "give the address of one: " + setting.uri()
            : "give the address of one, such as "
                + wanted.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    throw new AgentException(Kind.FAILED, "'" + setting.id() + "' stands for many settings", which);
  }
}
