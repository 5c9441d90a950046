package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;

/// What Secure Boot does, in the numbers of the `DeviceStatus` node: 0 the machine cannot, 1 on, 2
/// off. It has no parameters and is only read.
final class SecureBootMechanism implements Mechanism {
  private static final Value CANNOT = Value.of(0);
  private static final Value ON = Value.of(1);
  private static final Value OFF = Value.of(2);

  private final Host host;

  SecureBootMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "secure-boot";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().isEmpty()) {
      throw new IllegalArgumentException("secure-boot takes no parameters: " + address);
    }
    var facts = new Facts(host.root());
    if (!facts.exists("/sys")) {
      throw new NotApplicableException("there is no /sys to ask");
    }
    ReadOnlyPoint point = () -> read(new EfiVariables(facts));
    return point;
  }

  /// The kernel holds Secure Boot for off too when the shim was told not to check (`MokSBState`),
  /// whatever the firmware says; and so does this.
  private static Value read(EfiVariables variables) throws IOException {
    if (!variables.present()) {
      return CANNOT;
    }
    var enabled = variables.global("SecureBoot");
    if (enabled.isEmpty()) {
      if (!variables.readable()) {
        throw new IOException("the firmware's variables cannot be read: efivarfs is not mounted");
      }
      return CANNOT;
    }
    boolean settingUp = variables.global("SetupMode").orElse(0L) != 0;
    boolean unchecked = variables.shim("MokSBStateRT").orElse(0L) == 1;
    return enabled.get() == 1 && !settingUp && !unchecked ? ON : OFF;
  }
}
