package io.reeve.core.firewall;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A firewall rule that counts.
///
/// @param name as the service calls it
/// @param in whether it is for what comes in, not for what goes out
/// @param block whether it blocks, not allows
/// @param protocol its number; empty for all, and for TCP and UDP where there are ports
/// @param localPorts ports of this machine; empty for all
/// @param remotePorts ports of the other side; empty for all
/// @param localAddresses this machine's addresses as they were given; empty for all
/// @param remoteAddresses the other side's
/// @param interfaces kinds of interfaces; empty for all
public record FirewallRule(
    String name,
    boolean in,
    boolean block,
    Optional<Integer> protocol,
    Spans localPorts,
    Spans remotePorts,
    Optional<String> localAddresses,
    Optional<String> remoteAddresses,
    Set<String> interfaces) {
  public static final int TCP = 6;
  public static final int UDP = 17;

  public static final String TAG = "reeve:";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ._-]{1,60}");

  /// TCP, UDP, DCCP, SCTP, UDP-Lite.
  private static final Set<Integer> WITH_PORTS = Set.of(TCP, UDP, 33, 132, 136);

  private static final Set<String> CONDITIONS =
      Set.of(
          "protocol",
          "local-ports",
          "remote-ports",
          "local-addresses",
          "remote-addresses",
          "interfaces");
  private static final int PUBLIC = 4;
  private static final Spans NO_PORTS = new Spans(Spans.Kind.PORT, List.of());

  public FirewallRule {
    interfaces = Set.copyOf(interfaces);
  }

  /// The rule that these fields make; empty when they make none that counts.
  ///
  /// What is not given is what the published description says: out, allow, not enabled. Fields may
  /// come one by one, so a rule that says neither what it is for nor in which direction is not one
  /// yet: it would be about everything. A Linux machine is in a public network.
  ///
  /// @throws IllegalArgumentException when the fields contradict each other
  public static Optional<FirewallRule> of(String name, Map<String, String> fields) {
    boolean says =
        fields.containsKey("direction") || fields.keySet().stream().anyMatch(CONDITIONS::contains);
    boolean here =
        (Integer.parseInt(fields.getOrDefault("profiles", "" + PUBLIC)) & PUBLIC) == PUBLIC;
    if (!"true".equals(fields.get("enabled")) || !says || !here) {
      return Optional.empty();
    }
    var rule =
        new FirewallRule(
            name,
            "IN".equals(fields.get("direction")),
            "block".equals(fields.get("action")),
            Optional.ofNullable(fields.get("protocol")).map(Integer::valueOf),
            ports(fields.get("local-ports")),
            ports(fields.get("remote-ports")),
            addresses(fields.get("local-addresses")),
            addresses(fields.get("remote-addresses")),
            interfaces(fields.get("interfaces")));
    rule.check();
    return Optional.of(rule);
  }

  private void check() {
    if (hasPorts() && protocol.filter(number -> !WITH_PORTS.contains(number)).isPresent()) {
      throw new IllegalArgumentException(
          "firewall rule '"
              + name
              + "' has ports, but its protocol "
              + protocol.get()
              + " has none");
    }
    if (scopes().isEmpty()) {
      throw new IllegalArgumentException(
          "firewall rule '" + name + "' is from IPv4 to IPv6 addresses: nothing is like that");
    }
  }

  private static Spans ports(@Nullable String list) {
    return list == null ? NO_PORTS : Spans.ports(list);
  }

  private static Optional<String> addresses(@Nullable String list) {
    return Optional.ofNullable(list).filter(text -> !text.equals("*"));
  }

  private static Set<String> interfaces(@Nullable String list) {
    var kinds = list == null ? Set.<String>of() : Set.of(list.split(","));
    return kinds.contains("All") ? Set.of() : kinds;
  }

  public boolean hasPorts() {
    return !localPorts.isEmpty() || !remotePorts.isEmpty();
  }

  /// The protocols it is for; none means all.
  public List<Integer> protocols() {
    return protocol.map(List::of).orElse(hasPorts() ? List.of(TCP, UDP) : List.of());
  }

  /// Addresses of one family.
  ///
  /// @param family empty when it makes no difference
  /// @param local none means all
  /// @param remote none means all
  public record Scope(Optional<Spans.Kind> family, Optional<Spans> local, Optional<Spans> remote) {}

  /// The rule's addresses, a family at a time.
  public List<Scope> scopes() {
    if (localAddresses.isEmpty() && remoteAddresses.isEmpty()) {
      return List.of(new Scope(Optional.empty(), Optional.empty(), Optional.empty()));
    }
    var scopes = new ArrayList<Scope>();
    for (var family : List.of(Spans.Kind.IPV4, Spans.Kind.IPV6)) {
      var local = localAddresses.map(list -> Spans.addresses(list, family));
      var remote = remoteAddresses.map(list -> Spans.addresses(list, family));
      if (local.filter(Spans::isEmpty).isEmpty() && remote.filter(Spans::isEmpty).isEmpty()) {
        scopes.add(new Scope(Optional.of(family), local, remote));
      }
    }
    return scopes;
  }

  /// The fields of every rule among settings whose keys are `rule/NAME/FIELD`.
  public static Map<String, Map<String, String>> fields(Map<String, String> settings) {
    var rules = new TreeMap<String, Map<String, String>>();
    settings.forEach((key, value) -> {
      if (key.startsWith("rule/")) {
        int slash = key.lastIndexOf('/');
        rules
            .computeIfAbsent(key.substring("rule/".length(), slash), _ -> new HashMap<>())
            .put(key.substring(slash + 1), value);
      }
    });
    return rules;
  }

  /// The fields of one rule among such settings.
  public static Map<String, String> fields(Map<String, String> settings, String rule) {
    var start = "rule/" + rule + "/";
    var fields = new HashMap<String, String>();
    settings.forEach((key, value) -> {
      if (key.startsWith(start) && key.lastIndexOf('/') == start.length() - 1) {
        fields.put(key.substring(start.length()), value);
      }
    });
    return fields;
  }

  /// A short text for comments: the name where it is plain, else a digest of it.
  public static String tag(String name) {
    boolean plain = PLAIN.matcher(name).matches();
    return TAG
        + (plain ? name : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
  }

  public String tag() {
    return tag(name);
  }
}
