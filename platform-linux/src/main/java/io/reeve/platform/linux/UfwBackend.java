package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import io.reeve.platform.linux.UfwRules.Deed;
import io.reeve.platform.linux.UfwRules.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// ufw, where it is enabled. What it is told goes through its own program, in words and not through
/// a shell; what is in force is asked of iptables.
///
/// ufw has no two rules that match the same: where somebody else's rule does what ours would undo,
/// ours takes its place, and gives it back when it goes.
final class UfwBackend implements FirewallBackend {
  private static final String NAME = "ufw";
  private static final String UFW = "/usr/sbin/ufw";
  private static final String CONF = "/etc/ufw/ufw.conf";
  private static final String DEFAULTS = "/etc/default/ufw";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST = 200;
  private static final Map<String, String> WAYS =
      Map.of("inbound", "incoming", "outbound", "outgoing");
  private static final Map<String, String> CHAINS =
      Map.of("inbound", "INPUT", "outbound", "OUTPUT");

  private final Host host;

  UfwBackend(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return NAME;
  }

  /// Also while it is off because we turned it off.
  @Override
  public boolean isInCharge(SavedFirewall saved) throws IOException {
    boolean ours = saved.backend().equals(NAME) && saved.policy().isOff();
    return Files.isExecutable(host.path(UFW)) && (ours || isOn());
  }

  private boolean isOn() throws IOException {
    return value(CONF, "ENABLED").equalsIgnoreCase("yes");
  }

  private String value(String file, String key) throws IOException {
    for (var line : text(file).lines().toList()) {
      if (line.strip().startsWith(key + "=")) {
        return line.strip().substring(key.length() + 1).replace("\"", "").strip();
      }
    }
    return "";
  }

  private String text(String file) throws IOException {
    return new SystemFile(host, file).text().orElse("");
  }

  @Override
  public List<Object> stamp() throws IOException {
    var stamp = new ArrayList<Object>();
    for (var file : List.of(CONF, DEFAULTS, "/etc/ufw/user.rules", "/etc/ufw/user6.rules")) {
      stamp.add(text(file));
    }
    return stamp;
  }

  /// The old iptables changes the kernel without a new generation.
  @Override
  public boolean isSilent() throws IOException {
    var iptables = host.path("/usr/sbin/iptables");
    return isOn() && Files.exists(iptables) && !iptables.toRealPath().endsWith("xtables-nft-multi");
  }

  @Override
  public Optional<String> refusal(Map<String, String> fields) {
    var protocol = fields.get("protocol");
    if (protocol != null && !UfwRules.PROTOCOLS.containsKey(Integer.valueOf(protocol))) {
      return Optional.of("ufw has no rules for protocol " + protocol);
    }
    if (FirewallFields.hasInterfaces(fields)) {
      return Optional.of("ufw has no rules for kinds of interfaces");
    }
    var why = FirewallFields.refusal(fields, "Linux");
    return why.isPresent() ? why : tooMany(fields);
  }

  private static Optional<String> tooMany(Map<String, String> fields) {
    return FirewallRule.of("", fields)
        .map(rule -> UfwRules.matches(rule, true).size())
        .filter(many -> many > MOST)
        .map(many ->
            "it would take " + many + " rules of ufw's, and more than " + MOST + " is too many");
  }

  @Override
  public Optional<String> staysOn() {
    return Optional.empty();
  }

  /// Where the kernel has no IPv6, ufw leaves it out.
  private boolean hasSix() throws IOException {
    return value(DEFAULTS, "IPV6").equalsIgnoreCase("yes")
        && Files.exists(host.path("/proc/sys/net/ipv6"));
  }

  private Map<Match, UfwRules.Entry> entries() throws IOException {
    var entries = UfwRules.parse(text("/etc/ufw/user.rules"), false);
    entries.putAll(UfwRules.parse(text("/etc/ufw/user6.rules"), true));
    return entries;
  }

  @Override
  public Standing standing(FirewallPolicy policy) throws IOException {
    if (!isOn()) {
      var keys = new TreeMap<>(policy.values());
      keys.keySet().removeIf(key -> key.startsWith("rule/"));
      keys.put("enabled", "false");
      var all = policy.rules().stream().map(FirewallRule::name).toList();
      return new Standing(keys, new HashSet<>(all), Map.of());
    }
    var keys = new HashMap<>(Map.of("enabled", "true"));
    var loaded = loaded();
    for (var key : WAYS.keySet()) {
      var chain = CHAINS.getOrDefault(key, "");
      keys.put(key, loaded.drops(chain) ? "block" : "allow");
    }
    var entries = entries();
    var rules = new HashSet<String>();
    for (var rule : policy.rules()) {
      var action = rule.block() ? "deny" : "allow";
      boolean there = true;
      for (var match : UfwRules.matches(rule, hasSix())) {
        var entry = entries.get(match);
        there &= entry != null && entry.deed().action().equals(action);
        there &= entry != null && loaded.holds(match, entry);
      }
      if (there) {
        rules.add(rule.name());
      }
    }
    return new Standing(keys, rules, Map.of());
  }

  private UfwLoaded loaded() throws IOException {
    return UfwLoaded.of(host, hasSix(), PATIENCE);
  }

  @Override
  public void apply(FirewallPolicy policy, Notes notes) throws IOException {
    if (!policy.isOff() && notes.drop("off").isPresent()) {
      ufw(List.of("--force", "enable"));
    }
    var wanted = UfwRules.of(policy, hasSix());
    rules(wanted, notes);
    reload(wanted);
    for (var way : WAYS.entrySet()) {
      byDefault(policy, way.getKey(), way.getValue(), notes);
    }
    if (policy.isOff() && isOn()) {
      notes.keep("off", "true");
      ufw(List.of("disable"));
    }
  }

  /// What is in ufw's files and was taken out of the kernel, ufw does not miss.
  private void reload(Map<Match, Deed> wanted) throws IOException {
    if (wanted.isEmpty() || !isOn()) {
      return;
    }
    var entries = entries();
    var loaded = loaded();
    for (var match : wanted.keySet()) {
      var entry = entries.get(match);
      if (entry != null && !loaded.holds(match, entry)) {
        ufw(List.of("reload"));
        return;
      }
    }
  }

  private void byDefault(FirewallPolicy policy, String key, String way, Notes notes)
      throws IOException {
    var is = word(value(DEFAULTS, "DEFAULT_" + CHAINS.get(key) + "_POLICY"));
    var wanted = policy.value(key).map(value -> value.equals("block") ? "deny" : "allow");
    if (wanted.isPresent() && wanted.get().equals("allow") != is.equals("allow")) {
      notes.keep("default/" + key, is);
      ufw(List.of("default", wanted.get(), way));
    } else if (wanted.isEmpty() && notes.get("default/" + key).isPresent()) {
      ufw(List.of("default", notes.get("default/" + key).get(), way));
      notes.drop("default/" + key);
    }
  }

  private static String word(String policy) {
    return switch (policy) {
      case "DROP" -> "deny";
      case "REJECT" -> "reject";
      default -> "allow";
    };
  }

  /// Ours come before everybody else's, and of ours those that block before those that allow: a
  /// packet is done with at the first rule that it matches.
  private void rules(Map<Match, Deed> wanted, Notes notes) throws IOException {
    var there = new LinkedHashMap<Match, Deed>();
    entries().forEach((match, entry) -> there.put(match, entry.deed()));
    boolean moreAllowed =
        wanted.entrySet().stream()
            .anyMatch(each ->
                each.getValue().action().equals("allow") && !there.containsKey(each.getKey()));
    for (var each : Map.copyOf(there).entrySet()) {
      var deed = each.getValue();
      boolean stays = deed.equals(wanted.get(each.getKey()));
      if (deed.isOurs() && (!stays || (moreAllowed && deed.action().equals("deny")))) {
        takeAway(each.getKey(), deed, stays, notes);
        there.remove(each.getKey());
      }
    }
    for (var match : new ArrayList<>(wanted.keySet()).reversed()) {
      var deed = wanted.getOrDefault(match, new Deed("allow", ""));
      var was = there.get(match);
      if (was == null) {
        ufw(command(List.of("prepend", deed.action(), match.way()), match, deed.comment()));
      } else if (!was.action().equals(deed.action())) {
        notes.keep(note(match), was.action() + " " + was.comment());
        ufw(command(List.of(deed.action(), match.way()), match, deed.comment()));
      }
    }
  }

  private static String note(Match match) {
    return "was/" + match.way() + " " + String.join(" ", match.words());
  }

  /// @param again whether it is only taken away to be put in front again
  private void takeAway(Match match, Deed deed, boolean again, Notes notes) throws IOException {
    var former = again ? Optional.<String>empty() : notes.drop(note(match));
    if (former.isEmpty()) {
      ufw(command(List.of("--force", "delete", deed.action(), match.way()), match, ""));
      return;
    }
    var was = former.get();
    int space = was.indexOf(' ');
    var action = was.substring(0, space).split("_");
    var words = new ArrayList<>(List.of(action[0], match.way()));
    words.addAll(List.of(action).subList(1, action.length));
    ufw(command(words, match, was.substring(space + 1)));
  }

  private static List<String> command(List<String> first, Match match, String comment) {
    var words = new ArrayList<>(first);
    words.addAll(match.words());
    if (!comment.isEmpty()) {
      words.addAll(List.of("comment", comment));
    }
    return words;
  }

  private void ufw(List<String> words) throws IOException {
    var arguments = new ArrayList<>(List.of(UFW));
    arguments.addAll(words);
    var ran = host.commands().run(arguments, PATIENCE);
    if (!ran.ok()) {
      throw new OsException(
          String.join(" ", arguments), ran.exit(), (ran.err() + ran.out()).strip());
    }
  }
}
