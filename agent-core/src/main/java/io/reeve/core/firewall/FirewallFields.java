package io.reeve.core.firewall;

import io.reeve.core.files.Checks;
import io.reeve.policy.Address;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys of the firewall and the values they take. What is checked here is their form; whether a
/// rule of such values can be held is the back end's to say.
public final class FirewallFields {
  private static final Pattern NAME = Pattern.compile("[^/|\\p{Cntrl}]{1,120}");
  private static final Pattern BLOCK = Pattern.compile("block|allow");
  private static final Pattern TRUTH = Pattern.compile("true|false");
  private static final Pattern TEXT = Pattern.compile(".{0,1024}");
  private static final Set<String> INTERFACES =
      Set.of("All", "Lan", "Wireless", "MBB", "RemoteAccess");

  /// Words of the published description for addresses that only Windows works out.
  private static final Pattern KEYWORD =
      Pattern.compile(
          "LocalSubnet|Defaultgateway|DHCP|DNS|WINS|Intranet|RmtIntranet|Internet|Ply2Renders",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, Pattern> DEFAULTS =
      Map.of("enabled", TRUTH, "inbound", BLOCK, "outbound", BLOCK);
  private static final Map<String, Pattern> FIELDS =
      Map.ofEntries(
          Map.entry("enabled", TRUTH),
          Map.entry("direction", Pattern.compile("IN|OUT")),
          Map.entry("action", BLOCK),
          Map.entry("protocol", Pattern.compile("25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9]")),
          Map.entry("local-ports", TEXT),
          Map.entry("remote-ports", TEXT),
          Map.entry("local-addresses", Pattern.compile(".{1,4096}")),
          Map.entry("remote-addresses", Pattern.compile(".{1,4096}")),
          Map.entry("profiles", Pattern.compile("[0-7]")),
          Map.entry("interfaces", TEXT),
          Map.entry("app", TEXT),
          Map.entry("name", TEXT),
          Map.entry("description", TEXT));

  private FirewallFields() {}

  /// The key that an address speaks of: its parameter `key`, or `rule` and `field`.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public static String key(Address address) {
    var rule = Checks.optional(address, "rule");
    return rule.isEmpty()
        ? key(address.parameter("key"))
        : key(rule.get(), address.parameter("field"));
  }

  /// The key of a default.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public static String key(String name) {
    if (!DEFAULTS.containsKey(name)) {
      throw new IllegalArgumentException("the firewall has no key '" + name + "'");
    }
    return name;
  }

  /// The key of a rule's field.
  ///
  /// @throws IllegalArgumentException when no rule can be called that, or there is no such field
  public static String key(String rule, String field) {
    if (!NAME.matcher(rule).matches()) {
      throw new IllegalArgumentException("no firewall rule can be called '" + rule + "'");
    }
    if (!FIELDS.containsKey(field)) {
      throw new IllegalArgumentException("a firewall rule has no field '" + field + "'");
    }
    return "rule/" + rule + "/" + field;
  }

  /// The name of the rule that a rule's key speaks of.
  public static String rule(String key) {
    return key.substring("rule/".length(), key.lastIndexOf('/'));
  }

  /// Whether a key takes that value.
  public static boolean takes(String key, String value) {
    int slash = key.lastIndexOf('/');
    var field = key.substring(slash + 1);
    var form = (slash < 0 ? DEFAULTS : FIELDS).getOrDefault(field, TRUTH);
    return form.matcher(value).matches() && takesInside(field, value);
  }

  private static boolean takesInside(String field, String value) {
    try {
      return switch (field) {
        case "local-ports", "remote-ports" -> !Spans.ports(value).isEmpty();
        case "local-addresses", "remote-addresses" -> isAddresses(value);
        case "interfaces" -> INTERFACES.containsAll(Set.of(value.split(",")));
        default -> true;
      };
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAddresses(String value) {
    if (value.equals("*")) {
      return true;
    }
    for (var word : value.split(",", -1)) {
      if (!KEYWORD.matcher(word.strip()).matches()) {
        Spans.addresses(word, Spans.Kind.IPV4);
      }
    }
    return true;
  }

  /// Why no back end of a system can hold a rule of these fields; empty when it is up to the back
  /// end.
  public static Optional<String> refusal(Map<String, String> fields, String system) {
    if (fields.containsKey("app")) {
      return Optional.of(
          system
              + " cannot tell programs apart in the firewall, and without that the rule would be"
              + " about more than was asked");
    }
    for (var field : Set.of("local-addresses", "remote-addresses")) {
      for (var word : fields.getOrDefault(field, "").split(",")) {
        if (KEYWORD.matcher(word.strip()).matches()) {
          return Optional.of(
              "'"
                  + word.strip()
                  + "' has no meaning on "
                  + system
                  + "; give the addresses instead");
        }
      }
    }
    return Optional.empty();
  }

  /// Whether the rule is for some kinds of interfaces only.
  public static boolean hasInterfaces(Map<String, String> fields) {
    return fields.containsKey("interfaces")
        && !Set.of(fields.getOrDefault("interfaces", "").split(",")).contains("All");
  }
}
