package io.reeve.platform.windows;

import java.util.Locale;

/// A profile of Windows' firewall, which a network has. Its number is a bit too.
enum FirewallProfile {
  DOMAIN(1, "DomainProfile", "DomainProfile"),
  PRIVATE(2, "PrivateProfile", "StandardProfile"),
  PUBLIC(4, "PublicProfile", "PublicProfile");

  /// Where Windows keeps its firewall.
  static final String KEPT =
      "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";

  final int number;

  private final String policy;
  private final String own;

  FirewallProfile(int number, String policy, String own) {
    this.number = number;
    this.policy = policy;
    this.own = own;
  }

  /// The key in which a group policy has it.
  RegistryKey policy() {
    return RegistryKey.machine("SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\" + policy);
  }

  /// The key in which Windows keeps it.
  RegistryKey own() {
    return RegistryKey.machine(KEPT + "\\" + own);
  }

  static FirewallProfile of(String word) {
    for (var profile : values()) {
      if (profile.word().equals(word)) {
        return profile;
      }
    }
    throw new IllegalArgumentException("the firewall has no profile '" + word + "'");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
