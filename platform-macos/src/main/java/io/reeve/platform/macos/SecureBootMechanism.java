package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.files.ReadOnlyPoint;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;

/// What secure boot does, in the numbers of the `DeviceStatus` node: 0 the machine cannot, 1 on, 2
/// off. It has no parameters and is only read. A Mac without a security chip cannot.
final class SecureBootMechanism implements Mechanism {
  private final Tools tools;

  SecureBootMechanism(Tools tools) {
    this.tools = tools;
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
    tools.live("firmware");
    ReadOnlyPoint point = () -> state(tools.report("SPiBridgeDataType"));
    return point;
  }

  /// Full and reduced security start what is signed only; medium does on a T2.
  static Value state(JsonNode bridges) throws IOException {
    var policy = bridges.path(0).path("ibridge_secure_boot").asText();
    return switch (policy) {
      case "" -> Value.of(0);
      case "Full Security", "Reduced Security", "Medium Security" -> Value.of(1);
      case "Permissive Security", "No Security" -> Value.of(2);
      default -> throw new IOException("the firmware's policy is not known: '" + policy + "'");
    };
  }
}
