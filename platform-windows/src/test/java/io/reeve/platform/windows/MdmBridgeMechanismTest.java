package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The bridge in memory, with classes named as Microsoft publishes them.
final class MdmBridgeMechanismTest implements MechanismContract {
  private static final String CONFIG = "MDM_Policy_Config01_Camera02";
  private static final String RESULT = "MDM_Policy_Result01_Camera02";
  private final MemoryWmi wmi = new MemoryWmi().knowing(CONFIG).knowing(RESULT);

  @Override
  public Mechanism mechanism() {
    return new MdmBridgeMechanism(Optional.of(wmi));
  }

  private static Address address(String... more) {
    var parameters =
        new TreeMap<>(
            Map.of(
                "class", CONFIG,
                "parent", "./Vendor/MSFT/Policy/Config",
                "instance", "Camera",
                "property", "AllowCamera",
                "type", "number"));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return new Address("mdm-bridge", parameters);
  }

  @Override
  public Address address() {
    return address(new String[0]);
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("0"), Value.of("1"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("mdm-bridge", Map.of()),
        address("class", "MDM X"),
        address("parent", "a' OR 'b"),
        address("type", "date"));
  }

  @Test
  void whatIsInForceIsReadFromWhatWindowsHasPutTogether() throws IOException {
    wmi.given(
        RESULT,
        "ParentID",
        "./Vendor/MSFT/Policy/Result",
        "InstanceID",
        "Camera",
        "AllowCamera",
        "1");
    var point =
        mechanism().bind(address("result", RESULT, "result-parent", "./Vendor/MSFT/Policy/Result"));
    point.write(Value.of("0"));
    assertThat(point.read()).isEqualTo(Value.of("1"));
  }

  @Test
  void anInstanceThatWasNotThereGoesAgainAndOneThatWasStays() throws IOException {
    var point = mechanism().bind(address());
    var before = point.capture();
    point.write(Value.of("0"));
    point.restore(before);
    assertThat(wmi.calls).last().isEqualTo("remove " + CONFIG);
    wmi.given(
        CONFIG, "ParentID", "./Vendor/MSFT/Policy/Config", "InstanceID", "Camera", "Other", "1");
    before = point.capture();
    point.write(Value.of("0"));
    point.restore(before);
    assertThat(wmi.instances(Wmi.BRIDGE, CONFIG, List.of("Other", "AllowCamera")))
        .containsExactly(Map.of("Other", "1"));
  }

  @Test
  void whereTheBridgeIsMissingItIsNotApplicable() throws IOException {
    var point = new MdmBridgeMechanism(Optional.of(new MemoryWmi())).bind(address());
    assertThatThrownBy(point::read).isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> new MdmBridgeMechanism(Optional.empty()).bind(address()))
        .isInstanceOf(NotApplicableException.class);
    assertThatThrownBy(() -> mechanism().bind(address()).write(Value.of("many")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no number");
  }
}
