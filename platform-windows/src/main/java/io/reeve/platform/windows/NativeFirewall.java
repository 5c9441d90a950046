package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Windows' firewall over COM. Actions have other numbers here than in the published description: 0
/// blocks and 1 allows.
final class NativeFirewall implements WindowsFirewall {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BLOCK = 0;
  private static final int ALLOW = 1;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int GROUP_POLICY = 1;
  private static final short TRUE = -1;
  private static final int MOST = 20_000;
  private static final Set<Integer> ICMP = Set.of(1, 58);

  private final Com com;

  NativeFirewall(Win32 windows) {
    this.com = new Com(windows, "firewall");
  }

  private static INetFwPolicy2 policy(ComSession session) throws OsException {
    return session.create(INetFwPolicy2.CLASS, INetFwPolicy2.class);
  }

  @Override
  public boolean is(FirewallProfile profile, Switch which) throws IOException {
    return com.run(
        PATIENCE,
        session -> {
          var policy = policy(session);
          var on = new short[1];
          var action = new int[1];
          switch (which) {
            case ENABLED -> policy.get_FirewallEnabled(profile.number, on);
            case INBOUND -> policy.get_DefaultInboundAction(profile.number, action);
            case OUTBOUND -> policy.get_DefaultOutboundAction(profile.number, action);
          }
          return which == Switch.ENABLED ? on[0] != 0 : action[0] == BLOCK;
        });
  }

  @Override
  public void set(FirewallProfile profile, Switch which, boolean on) throws IOException {
    com.run(
        PATIENCE,
        session -> {
          var policy = policy(session);
          int action = on ? BLOCK : ALLOW;
          switch (which) {
            case ENABLED -> policy.put_FirewallEnabled(profile.number, on ? TRUE : 0);
            case INBOUND -> policy.put_DefaultInboundAction(profile.number, action);
            case OUTBOUND -> policy.put_DefaultOutboundAction(profile.number, action);
          }
          return true;
        });
  }

  private static INetFwRules all(ComSession session, INetFwPolicy2 policy) throws OsException {
    var rules = new long[1];
    policy.get_Rules(rules);
    return session.at(rules[0], INetFwRules.class);
  }

  @Override
  public List<WindowsRule> rules() throws IOException {
    return com.run(PATIENCE, session -> ours(session, all(session, policy(session))));
  }

  private static List<WindowsRule> ours(ComSession session, INetFwRules rules) throws IOException {
    var ours = new ArrayList<WindowsRule>();
    for (var rule : each(session, rules)) {
      var group = new String[1];
      rule.get_Grouping(group);
      if (group[0].equals(WindowsRule.GROUP)) {
        ours.add(read(session, rule));
      }
    }
    return ours;
  }

  private static List<INetFwRule> each(ComSession session, INetFwRules rules) throws IOException {
    var unknown = new long[1];
    rules.get__NewEnum(unknown);
    var items = session.cast(unknown[0], IEnumVARIANT.class);
    var found = new ArrayList<INetFwRule>();
    while (found.size() < MOST) {
      try (var item = session.variant()) {
        if (items.Next(1, item, new int[1]) != 0) {
          return found;
        }
        found.add(session.cast(item, INetFwRule.class));
      }
    }
    throw new IOException("the firewall has more than " + MOST + " rules");
  }

  private static WindowsRule read(ComSession session, INetFwRule rule) throws OsException {
    var number = new int[1];
    rule.get_Protocol(number);
    int protocol = number[0];
    boolean ports = protocol == 6 || protocol == 17;
    rule.get_Direction(number);
    boolean in = number[0] == IN;
    rule.get_Action(number);
    boolean block = number[0] == BLOCK;
    rule.get_Profiles(number);
    var enabled = new short[1];
    rule.get_Enabled(enabled);
    return new WindowsRule(
        text(rule::get_Name),
        text(rule::get_Description),
        in,
        block,
        protocol,
        ports ? text(rule::get_LocalPorts) : "*",
        ports ? text(rule::get_RemotePorts) : "*",
        text(rule::get_LocalAddresses),
        text(rule::get_RemoteAddresses),
        text(rule::get_ApplicationName),
        text(rule::get_InterfaceTypes),
        enabled[0] == 0 ? 0 : number[0],
        more(session, rule, protocol));
  }

  /// What narrows or widens a rule and is in none of ours.
  private static String more(ComSession session, INetFwRule rule, int protocol) throws OsException {
    var found = new ArrayList<String>();
    var service = text(rule::get_ServiceName);
    if (!service.isEmpty()) {
      found.add("service " + service);
    }
    var kinds = ICMP.contains(protocol) ? text(rule::get_IcmpTypesAndCodes) : "";
    if (!kinds.isEmpty() && !kinds.equals("*")) {
      found.add("ICMP " + kinds);
    }
    try (var interfaces = session.variant()) {
      rule.get_Interfaces(interfaces);
      if (!interfaces.isEmpty()) {
        found.add("interfaces by name");
      }
    }
    var edge = new short[1];
    rule.get_EdgeTraversal(edge);
    if (edge[0] != 0) {
      found.add("edge traversal");
    }
    return String.join(", ", found);
  }

  private interface TextProperty {
    void get(String[] value) throws OsException;
  }

  private static String text(TextProperty property) throws OsException {
    var value = new String[1];
    property.get(value);
    return value[0];
  }

  /// A name may be somebody else's rule too, and goes for all of them: then nothing is removed.
  @Override
  public void change(List<String> removed, List<WindowsRule> added) throws IOException {
    com.run(
        PATIENCE,
        session -> {
          var policy = policy(session);
          var state = new int[1];
          policy.get_LocalPolicyModifyState(state);
          if (state[0] == GROUP_POLICY) {
            throw new IOException(
                "a group policy has taken over the firewall: rules of this machine do not count");
          }
          var rules = all(session, policy);
          var foreign = foreign(session, rules);
          for (var name : removed) {
            if (foreign.contains(name)) {
              throw new IOException("somebody else has a firewall rule called '" + name + "' too");
            }
            rules.Remove(name);
          }
          for (var rule : added) {
            rules.Add(made(session, rule));
          }
          return true;
        });
  }

  private static Set<String> foreign(ComSession session, INetFwRules rules) throws IOException {
    var names = new HashSet<String>();
    for (var rule : each(session, rules)) {
      var text = new String[1];
      rule.get_Grouping(text);
      if (!text[0].equals(WindowsRule.GROUP)) {
        rule.get_Name(text);
        names.add(text[0]);
      }
    }
    return names;
  }

  private static long made(ComSession session, WindowsRule wanted) throws OsException {
    var created = session.created(INetFwRule.CLASS, INetFwRule.class);
    var rule = created.face();
    rule.put_Name(wanted.name());
    rule.put_Grouping(WindowsRule.GROUP);
    rule.put_Description(wanted.description());
    rule.put_Protocol(wanted.protocol());
    if (wanted.hasPorts()) {
      rule.put_LocalPorts(wanted.localPorts());
      rule.put_RemotePorts(wanted.remotePorts());
    }
    rule.put_LocalAddresses(wanted.localAddresses());
    rule.put_RemoteAddresses(wanted.remoteAddresses());
    if (!wanted.program().isEmpty()) {
      rule.put_ApplicationName(wanted.program());
    }
    rule.put_Direction(wanted.in() ? IN : OUT);
    rule.put_InterfaceTypes(wanted.interfaces());
    rule.put_Profiles(wanted.profiles());
    rule.put_Action(wanted.block() ? BLOCK : ALLOW);
    rule.put_Enabled(TRUE);
    return created.object();
  }
}
