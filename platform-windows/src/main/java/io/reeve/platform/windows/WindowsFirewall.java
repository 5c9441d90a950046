package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;

/// The firewall of Windows, as this machine keeps it; a group policy may have the last word.
interface WindowsFirewall {
  /// What a profile has three of.
  enum Switch {
    /// Whether it is on.
    ENABLED("EnableFirewall"),
    /// Whether what comes in unasked is blocked.
    INBOUND("DefaultInboundAction"),
    /// Whether what goes out is blocked.
    OUTBOUND("DefaultOutboundAction");

    /// The value in which a group policy has it: 1 for on and for blocked.
    final String policy;

    Switch(String policy) {
      this.policy = policy;
    }
  }

  /// Whether the profile is on, or blocks.
  boolean is(FirewallProfile profile, Switch which) throws IOException;

  /// Turns the profile on or off, or lets it block or not.
  void set(FirewallProfile profile, Switch which, boolean on) throws IOException;

  /// The rules of our group.
  List<WindowsRule> rules() throws IOException;

  /// Removes the rules of these names that are of our group, and adds these.
  void change(List<String> removed, List<WindowsRule> added) throws IOException;
}
