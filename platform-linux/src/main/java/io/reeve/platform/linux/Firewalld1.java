package io.reeve.platform.linux;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/// What we call of firewalld: its state now, and below `config` what it will be after a reload.
@DBusInterfaceName("org.fedoraproject.FirewallD1")
interface Firewalld1 extends DBusInterface {
  String SERVICE = "org.fedoraproject.FirewallD1";
  String OBJECT = "/org/fedoraproject/FirewallD1";

  String getDefaultZone();

  void reload();

  /// Zones as they are.
  @DBusInterfaceName("org.fedoraproject.FirewallD1.zone")
  interface Zones extends DBusInterface {
    Map<String, Variant<?>> getZoneSettings2(String zone);
  }

  /// Policies as they are.
  @DBusInterfaceName("org.fedoraproject.FirewallD1.policy")
  interface Policies extends DBusInterface {
    List<String> getPolicies();

    Map<String, Variant<?>> getPolicySettings(String policy);

    void setPolicySettings(String policy, Map<String, Variant<?>> settings);
  }

  /// What is kept.
  @DBusInterfaceName("org.fedoraproject.FirewallD1.config")
  interface Kept extends DBusInterface {
    List<String> getPolicyNames();

    DBusPath getPolicyByName(String policy);

    DBusPath addPolicy(String policy, Map<String, Variant<?>> settings);

    DBusPath getZoneByName(String zone);
  }

  /// A policy that is kept.
  @DBusInterfaceName("org.fedoraproject.FirewallD1.config.policy")
  interface KeptPolicy extends DBusInterface {
    Map<String, Variant<?>> getSettings();

    void update(Map<String, Variant<?>> settings);

    void remove();
  }

  /// A zone that is kept.
  @DBusInterfaceName("org.fedoraproject.FirewallD1.config.zone")
  interface KeptZone extends DBusInterface {
    String getTarget();

    void setTarget(String target);

    void loadDefaults();
  }
}
