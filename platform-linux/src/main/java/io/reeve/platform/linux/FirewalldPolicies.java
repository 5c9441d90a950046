package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// Our policies and the default zone of firewalld, on an open bus.
record FirewalldPolicies(Host host, SystemBus bus) {
  private static final String CONFIG = Firewalld1.OBJECT + "/config";
  private static final String KEPT_ZONE = Firewalld1.SERVICE + ".config.zone";

  /// A policy as it should be; one without rules that goes on with the next is none.
  ///
  /// @param in whether it is for what comes in
  /// @param target what becomes of packets that no rule is about
  record Wanted(String name, boolean in, String target, Set<String> rules) {
    boolean isNone() {
      return rules.isEmpty() && target.equals("CONTINUE");
    }

    private Map<String, Variant<?>> settings() {
      var settings = new HashMap<String, Variant<?>>();
      settings.put("short", new Variant<>("Reeve"));
      settings.put("description", new Variant<>("Kept by Reeve. Changes made here are undone."));
      settings.put("target", new Variant<>(target));
      settings.put("priority", new Variant<>(-1));
      settings.put("ingress_zones", list(List.of(in ? "ANY" : "HOST")));
      settings.put("egress_zones", list(List.of(in ? "HOST" : "ANY")));
      settings.put("rich_rules", list(List.copyOf(rules)));
      return settings;
    }

    private static Variant<?> list(List<String> texts) {
      return new Variant<>(texts, "as");
    }
  }

  /// A policy as it is; without a target when there is none.
  record Is(String target, Set<String> rules) {
    private static final Is NONE = new Is("", Set.of());

    boolean isOpen() {
      return target.isEmpty() || target.equals("CONTINUE") || target.equals("ACCEPT");
    }

    private static Is of(Map<String, Variant<?>> settings) {
      var rules = new HashSet<String>();
      var rich = settings.get("rich_rules");
      if (rich != null && rich.getValue() instanceof List<?> list) {
        list.forEach(rule -> rules.add(String.valueOf(rule)));
      }
      return new Is(text(settings, "target"), rules);
    }
  }

  private static String text(Map<String, Variant<?>> settings, String key) {
    var value = settings.get(key);
    return value == null ? "" : String.valueOf(value.getValue());
  }

  static String file(String policy) {
    return "/etc/firewalld/policies/" + policy + ".xml";
  }

  private Firewalld1 firewalld() throws IOException {
    return bus.object(Firewalld1.SERVICE, Firewalld1.OBJECT, Firewalld1.class);
  }

  private Firewalld1.Policies policies() throws IOException {
    return bus.object(Firewalld1.SERVICE, Firewalld1.OBJECT, Firewalld1.Policies.class);
  }

  private Firewalld1.Kept config() throws IOException {
    return bus.object(Firewalld1.SERVICE, CONFIG, Firewalld1.Kept.class);
  }

  private Firewalld1.KeptPolicy keptPolicy(String name) throws IOException {
    var path = config().getPolicyByName(name).getPath();
    return bus.object(Firewalld1.SERVICE, path, Firewalld1.KeptPolicy.class);
  }

  /// The policy as it is in force.
  Is now(String name) throws IOException {
    return policies().getPolicies().contains(name)
        ? Is.of(policies().getPolicySettings(name))
        : Is.NONE;
  }

  /// The policy as it will be after a reload.
  Is kept(String name) throws IOException {
    return config().getPolicyNames().contains(name)
        ? Is.of(keptPolicy(name).getSettings())
        : Is.NONE;
  }

  /// Makes a policy so, for good and, where that goes without a reload, for now.
  ///
  /// @return whether a reload is needed
  boolean make(Wanted wanted) throws IOException {
    var name = wanted.name();
    var kept = kept(name);
    var now = now(name);
    if (wanted.isNone()) {
      if (!kept.equals(Is.NONE)) {
        keptPolicy(name).remove();
        new SystemFile(host, file(name) + ".old").remove();
      }
      return !now.equals(Is.NONE);
    }
    var is = new Is(wanted.target(), wanted.rules());
    if (kept.equals(Is.NONE)) {
      config().addPolicy(name, wanted.settings());
    } else if (!kept.equals(is)) {
      keptPolicy(name).update(wanted.settings());
      new SystemFile(host, file(name) + ".old").remove();
    }
    if (!now.target().equals(wanted.target())) {
      return true;
    }
    if (!now.equals(is)) {
      replaceRules(name, wanted);
    }
    return false;
  }

  /// Everything else has to be told as firewalld has it, or it takes it for a change.
  private void replaceRules(String name, Wanted wanted) throws IOException {
    var settings = new HashMap<>(policies().getPolicySettings(name));
    settings.put("rich_rules", Wanted.list(List.copyOf(wanted.rules())));
    policies().setPolicySettings(name, settings);
  }

  void reload() throws IOException {
    firewalld().reload();
  }

  String defaultZone() throws IOException {
    return firewalld().getDefaultZone();
  }

  /// A zone's target in force.
  String target(String zone) throws IOException {
    var zones = bus.object(Firewalld1.SERVICE, Firewalld1.OBJECT, Firewalld1.Zones.class);
    return text(zones.getZoneSettings2(zone), "target");
  }

  private String zonePath(String zone) throws IOException {
    return config().getZoneByName(zone).getPath();
  }

  private Firewalld1.KeptZone keptZone(String zone) throws IOException {
    return bus.object(Firewalld1.SERVICE, zonePath(zone), Firewalld1.KeptZone.class);
  }

  /// Sets a zone's target for good, and notes what it was.
  void setTarget(String zone, String target, FirewallBackend.Notes notes) throws IOException {
    notes.keep("old", String.valueOf(old(zone).bytes().isPresent()));
    notes.keep("shipped", String.valueOf(isShipped(zone)));
    notes.keep("target", target(zone));
    notes.keep("zone", zone);
    keptZone(zone).setTarget(target);
  }

  /// Whether the zone is as its package has it, in no file of `/etc`.
  private boolean isShipped(String zone) throws IOException {
    return bus.object(Firewalld1.SERVICE, zonePath(zone), Properties.class)
        .<String>Get(KEPT_ZONE, "path")
        .startsWith("/usr/");
  }

  private SystemFile old(String zone) {
    return new SystemFile(host, "/etc/firewalld/zones/" + zone + ".xml.old");
  }

  /// Puts back what [#setTarget] changed, and drops the notes.
  ///
  /// @return whether a reload is needed
  boolean restoreZone(FirewallBackend.Notes notes) throws IOException {
    var zone = notes.get("zone");
    if (zone.isEmpty()) {
      return false;
    }
    keptZone(zone.get()).setTarget(notes.get("target").orElse("default"));
    if (notes.get("shipped").equals(Optional.of("true"))) {
      keptZone(zone.get()).loadDefaults();
    }
    if (notes.get("old").equals(Optional.of("false"))) {
      old(zone.get()).remove();
    }
    List.of("zone", "target", "shipped", "old").forEach(notes::drop);
    return true;
  }
}
