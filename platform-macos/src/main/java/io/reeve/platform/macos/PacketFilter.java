package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.SystemFile;
import io.reeve.core.firewall.FirewallFields;
import io.reeve.core.firewall.FirewallKeys;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.firewall.FirewallRule;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// pf, in an anchor of our own below `com.apple`, which the system's own rules ask. Anchors are
/// lost when the Mac starts: what is asked is kept in a file and loaded again. pf is switched on
/// with a reference of ours, and off again with it, so that nobody else's use of it ends. Rules
/// that others have made pf's main ones are never changed: where those do not ask our anchor,
/// nothing of ours is in force, and the setting fails with that reason.
final class PacketFilter implements FirewallKeys {
  private static final String PFCTL = "/sbin/pfctl";
  private static final String ANCHOR = "com.apple/reeve";
  private static final String FOLDER = "/Library/Application Support/Reeve/";
  private static final int PRIVATE = 0600;
  private static final Pattern TOKEN = Pattern.compile("(?m)^Token : (\\d{1,20})$");

  private final Tools tools;
  private final PfMainRules main;
  private final Map<String, Optional<String>> changes = new LinkedHashMap<>();

  PacketFilter(Tools tools) {
    this.tools = tools;
    this.main = new PfMainRules(tools);
  }

  private SystemFile kept() {
    return new SystemFile(tools.host(), FOLDER + "firewall.json");
  }

  private SystemFile rules() {
    return new SystemFile(tools.host(), FOLDER + "firewall.pf");
  }

  @Override
  public Set<Path> files() {
    return Set.of(kept().path(), rules().path());
  }

  private record Kept(FirewallPolicy policy, Optional<String> token) {}

  private Kept load() throws IOException {
    var text = kept().bytes();
    if (text.isEmpty()) {
      return new Kept(FirewallPolicy.NONE, Optional.empty());
    }
    var json = PropertyList.JSON.readTree(text.get());
    var values = new TreeMap<String, String>();
    json.path("policy").properties().forEach(e -> values.put(e.getKey(), e.getValue().asText()));
    return new Kept(
        new FirewallPolicy(values),
        Optional.of(json.path("token").asText()).filter(token -> !token.isEmpty()));
  }

  private void save(Kept now) throws IOException {
    if (now.policy().isEmpty() && now.token().isEmpty()) {
      kept().remove();
      return;
    }
    ObjectNode json = PropertyList.JSON.createObjectNode();
    now.token().ifPresent(token -> json.put("token", token));
    var values = json.putObject("policy");
    new TreeMap<>(now.policy().values()).forEach(values::put);
    kept().put(json.toString().getBytes(StandardCharsets.UTF_8), PRIVATE);
  }

  /// @throws NotApplicableException when a rule cannot be held here, for its `enabled`
  @Override
  public Optional<String> value(String key) throws IOException {
    var policy = load().policy();
    var made = policy.value(key);
    if (made.isEmpty()) {
      return made;
    }
    if (key.endsWith("/enabled")) {
      var rule = FirewallFields.rule(key);
      var why = refusal(rule, FirewallRule.fields(policy.values(), rule));
      if (why.isPresent()) {
        throw new NotApplicableException(why.get());
      }
    }
    return isLoaded(counted(policy)) ? made : Optional.empty();
  }

  @Override
  public Optional<String> made(String key) throws IOException {
    return load().policy().value(key);
  }

  @Override
  public void change(String key, Optional<String> value) {
    changes.put(key, value);
  }

  private static Optional<String> refusal(String name, Map<String, String> fields) {
    if (fields.keySet().equals(Set.of("enabled"))) {
      return Optional.empty();
    }
    if (FirewallFields.hasInterfaces(fields)) {
      return Optional.of("macOS does not tell kinds of interfaces apart by their names");
    }
    try {
      FirewallRule.of(name, fields);
      return FirewallFields.refusal(fields, "macOS");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Without the rules that cannot be held.
  private static FirewallPolicy counted(FirewallPolicy policy) {
    var counted = new TreeMap<>(policy.values());
    FirewallRule.fields(policy.values())
        .forEach((name, fields) -> {
          if (refusal(name, fields).isPresent()) {
            counted.keySet().removeIf(key -> key.startsWith("rule/" + name + "/"));
          }
        });
    return new FirewallPolicy(counted);
  }

  /// Whether pf is on and has in the anchor what the same text comes to when pf only reads it.
  private boolean isLoaded(FirewallPolicy policy) throws IOException {
    var text = PfRules.text(policy);
    // An anchor that is lost is told as a failure.
    var shown = tools.run(PFCTL, "-a", ANCHOR, "-sr");
    var there = shown.ok() ? lines(shown.out()) : List.<String>of();
    if (text.isEmpty()) {
      return there.isEmpty();
    }
    if (!tools.text(PFCTL, "-s", "info").contains("Status: Enabled") || rules().bytes().isEmpty()) {
      return false;
    }
    boolean same = rules().text().equals(Optional.of(text));
    return same
        && there.equals(lines(tools.text(PFCTL, "-n", "-v", "-a", ANCHOR, "-f", file())))
        && main.passesBy().isEmpty();
  }

  private String file() {
    return rules().path().toString();
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /// Makes all changes since the last time, at once. What is kept is what was made: rules that
  /// could not be taken away are still told.
  void settle() throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    try {
      var before = load();
      var policy = before.policy().with(changes);
      var counted = counted(policy);
      if (policy.equals(before.policy()) && isLoaded(counted)) {
        return;
      }
      var text = PfRules.text(counted);
      if (text.isEmpty()) {
        take(before.token());
        save(new Kept(policy, Optional.empty()));
      } else {
        requireAsked();
        save(new Kept(policy, Optional.of(make(text, before.token()))));
      }
    } finally {
      changes.clear();
    }
  }

  private void requireAsked() throws IOException {
    var why = main.passesBy();
    if (why.isPresent()) {
      throw new IOException(why.get());
    }
  }

  private void take(Optional<String> token) throws IOException {
    tools.text(PFCTL, "-a", ANCHOR, "-F", "rules");
    if (token.isPresent()) {
      // The reference is gone where pf has been switched off since, or the Mac started anew.
      tools.run(PFCTL, "-X", token.get());
    }
    rules().remove();
  }

  /// @return our reference to pf
  private String make(String text, Optional<String> token) throws IOException {
    rules().put(text.getBytes(StandardCharsets.UTF_8), PRIVATE);
    tools.text(PFCTL, "-a", ANCHOR, "-f", file());
    boolean on = tools.text(PFCTL, "-s", "info").contains("Status: Enabled");
    return on && token.isPresent() ? token.get() : enable();
  }

  private String enable() throws IOException {
    var ran = tools.run(PFCTL, "-E");
    // It tells of the reference among its remarks.
    var token = TOKEN.matcher(ran.out() + "\n" + ran.err());
    if (!ran.ok() || !token.find()) {
      throw new OsException("pfctl -E", ran.exit(), ran.err().strip());
    }
    return token.group(1);
  }
}
