package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.linux.FirewalldPolicies.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// firewalld, where it runs. Our rules are in two policies of our own, `reeve-in` and `reeve-out`,
/// which come before every zone, so that nobody's zone is edited and all zones are covered; what
/// comes in unasked is up to the default zone's target.
///
/// A reload, which forgets what others have put there for the moment only, is asked for when a
/// policy comes or goes or a target changes, and not for rules.
final class FirewalldBackend implements FirewallBackend {
  private static final String OPEN = "ACCEPT";

  private final Host host;
  private final String address;

  /// @param address where the D-Bus is
  FirewalldBackend(Host host, String address) {
    this.host = host;
    this.address = address;
  }

  @Override
  public String name() {
    return "firewalld";
  }

  @Override
  public boolean isInCharge(SavedFirewall saved) throws IOException {
    if (!Files.isDirectory(host.path("/etc/firewalld"))
        && !Files.isDirectory(host.path("/usr/lib/firewalld"))) {
      return false;
    }
    try (var bus = SystemBus.open(address)) {
      return bus.has(Firewalld1.SERVICE);
    } catch (NotApplicableException e) {
      return false;
    }
  }

  @Override
  public List<Object> stamp() throws IOException {
    var stamp = new ArrayList<Object>();
    for (var name : List.of("reeve-in", "reeve-out")) {
      stamp.add(new SystemFile(host, FirewalldPolicies.file(name)).text());
    }
    return stamp;
  }

  @Override
  public Optional<String> refusal(Map<String, String> fields) {
    return RichRules.refusal(fields);
  }

  @Override
  public Optional<String> staysOn() {
    return Optional.of(
        "firewalld is in charge of this machine's firewall; to turn it off, disable its service");
  }

  /// A piece of work with firewalld.
  @FunctionalInterface
  private interface Work<T> {
    T on(FirewalldPolicies policies) throws IOException;
  }

  private <T> T with(String what, Work<T> work) throws IOException {
    try (var bus = SystemBus.open(address)) {
      return work.on(new FirewalldPolicies(host, bus));
    } catch (DBusExecutionException e) {
      throw SystemBus.failure(what, e);
    }
  }

  @Override
  public Standing standing(FirewallPolicy policy) throws IOException {
    return with("asking firewalld", policies -> standing(policy, policies));
  }

  private static Standing standing(FirewallPolicy policy, FirewalldPolicies policies)
      throws IOException {
    var keys = new HashMap<String, String>();
    keys.put("enabled", "true");
    keys.put("inbound", policies.target(policies.defaultZone()).equals(OPEN) ? "allow" : "block");
    keys.put("outbound", policies.now("reeve-out").isOpen() ? "allow" : "block");
    var rules = new HashSet<String>();
    for (boolean in : List.of(true, false)) {
      var wanted = wanted(policy, in);
      var now = policies.now(wanted.name());
      var kept = policies.kept(wanted.name());
      boolean alone = wanted.rules().containsAll(now.rules());
      for (var rule : policy.rules(in)) {
        var rich = RichRules.of(rule);
        if (alone && now.rules().containsAll(rich) && kept.rules().containsAll(rich)) {
          rules.add(rule.name());
        }
      }
    }
    return new Standing(keys, rules, Map.of());
  }

  private static Wanted wanted(FirewallPolicy policy, boolean in) {
    var rules = new HashSet<String>();
    policy.rules(in).forEach(rule -> rules.addAll(RichRules.of(rule)));
    boolean open = in || !policy.blocksOutbound();
    if (!open) {
      rules.addAll(RichRules.CLOSED_OUT);
    }
    return new Wanted(in ? "reeve-in" : "reeve-out", in, open ? "CONTINUE" : "DROP", rules);
  }

  @Override
  public void apply(FirewallPolicy policy, Notes notes) throws IOException {
    with(
        "changing firewalld",
        policies -> {
          boolean reload = policies.make(wanted(policy, true));
          reload |= policies.make(wanted(policy, false));
          reload |= zone(policy.value("inbound"), policies, notes);
          if (reload) {
            policies.reload();
          }
          return reload;
        });
  }

  /// Sets the default zone's target, or puts back what it was.
  ///
  /// @return whether a reload is needed
  private static boolean zone(Optional<String> wanted, FirewalldPolicies policies, Notes notes)
      throws IOException {
    if (wanted.isEmpty()) {
      return policies.restoreZone(notes);
    }
    var zone = policies.defaultZone();
    boolean open = policies.target(zone).equals(OPEN);
    if (open == wanted.get().equals("allow")) {
      return false;
    }
    policies.setTarget(zone, open ? "DROP" : OPEN, notes);
    return true;
  }
}
