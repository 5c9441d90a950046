package io.reeve.platform.windows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Windows' Security Center, which knows the products that guard this machine. Servers have none.
interface SecurityCenter {
  /// What it watches over. The numbers are those of its call.
  enum Guard {
    FIREWALL(0x1),
    AUTO_UPDATE(0x2),
    ANTIVIRUS(0x4),
    ANTISPYWARE(0x8),
    INTERNET_SETTINGS(0x10),
    USER_ACCOUNT_CONTROL(0x20),
    SERVICE(0x40);

    final int number;

    Guard(int number) {
      this.number = number;
    }
  }

  /// How well it is guarded, in the words of osquery: `Good`, `Not Monitored`, `Poor`, `Snoozed`;
  /// empty where there is no Security Center.
  Optional<String> health(Guard guard) throws IOException;

  /// The names of firewalls that are registered beside Windows' own.
  List<String> otherFirewalls() throws IOException;

  /// Whether a firewall that is not Windows' own is in charge and well.
  default boolean hasOtherFirewall() throws IOException {
    return health(Guard.FIREWALL).filter("Good"::equals).isPresent() && !otherFirewalls().isEmpty();
  }
}
