package io.reeve.platform.macos;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// pf's main rules, of which only one thing matters here: whether every packet comes to the anchors
/// below `com.apple` before anything else decides about it. Somebody who loads rules of their own
/// (a VPN's client, `pfctl -f`) may have left that line out, or decide before it.
record PfMainRules(Tools tools) {
  private static final String PFCTL = "/sbin/pfctl";
  private static final int MOST_ANCHORS = 64;

  /// Without a condition; whatever else the line would say is one.
  private static final Pattern OURS = Pattern.compile("anchor \"com\\.apple/\\*\" all");

  private static final Pattern ANCHOR = Pattern.compile("anchor \"([^\"]{1,200})\"(?: .*)?");
  private static final Pattern QUICK = Pattern.compile(".*\\bquick\\b.*");
  private static final Pattern ANY_ANCHOR = Pattern.compile("anchor\\b.*");

  /// Why our anchor does not decide; empty when it does.
  Optional<String> passesBy() throws IOException {
    var rules = lines(tools.text(PFCTL, "-s", "rules"));
    int anchors = 0;
    for (var rule : rules) {
      if (OURS.matcher(rule).matches()) {
        return Optional.empty();
      }
      var anchor = ANCHOR.matcher(rule);
      boolean decides =
          anchor.matches()
              ? ++anchors > MOST_ANCHORS || decides(anchor.group(1))
              : QUICK.matcher(rule).matches();
      if (decides) {
        return Optional.of(
            "pf decides before it asks the anchor com.apple/*, by '%s'".formatted(rule));
      }
    }
    return Optional.of(
        "pf's main rules do not ask the anchor com.apple/*; somebody has replaced them");
  }

  /// Whether rules of another anchor may decide. Those in which the system asks ours, and its own,
  /// are no others.
  private boolean decides(String anchor) throws IOException {
    if (anchor.equals("com.apple/*")) {
      return false;
    }
    var shown = tools.run(PFCTL, "-a", anchor, "-s", "rules");
    // An anchor without rules is told as one that is not there.
    return shown.ok()
        && lines(shown.out()).stream()
            .anyMatch(rule -> QUICK.matcher(rule).matches() || ANY_ANCHOR.matcher(rule).matches());
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
