package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NtpMechanismTest implements MechanismContract {
  private String server = "time.apple.com";
  private boolean on = true;
  private final FakeMac mac = new FakeMac().with("/usr/sbin/systemsetup", this::systemsetup);
  @TempDir Path root;

  /// It complains of its own helper on newer systems, and goes on.
  private Result systemsetup(List<String> arguments) {
    var noise = "### Error:-99 File:/AppleInternal/InternetServices.m Line:379\n";
    return switch (arguments.getFirst()) {
      case "-getnetworktimeserver" -> FakeMac.said("Network Time Server: " + server + "\n");
      case "-getusingnetworktime" ->
          FakeMac.said(noise + "Network Time: " + (on ? "On" : "Off") + "\n");
      case "-setnetworktimeserver" -> {
        server = arguments.getLast();
        yield FakeMac.said(noise + "setNetworkTimeServer: " + server + "\n");
      }
      case "-setusingnetworktime" -> {
        on = arguments.getLast().equals("on");
        yield FakeMac.said(noise);
      }
      default -> FakeMac.failed(1, "unknown");
    };
  }

  @Override
  public Mechanism mechanism() {
    return new NtpMechanism(mac.at(root));
  }

  private static Address address(String key) {
    return new Address("ntp", Map.of("key", key));
  }

  @Override
  public Address address() {
    return address("server");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("time.example"), Value.of("192.0.2.1"));
  }

  @Override
  public Value unset() {
    return Value.of("time.apple.com");
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("ntp", Map.of()), address("zone"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.empty();
  }

  /// There is always a server: taking a wish back is what [Mechanism.Point#restore] does.
  @Override
  @Test
  public void absentRemoves() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("time.example"));
    place.write(Value.absent());
    assertThat(place.read()).isEqualTo(Value.of("time.example"));
  }

  @Test
  void theClientIsSwitchedOffAndOn() throws IOException {
    var place = mechanism().bind(address("enabled"));
    place.write(Value.of("false"));
    assertThat(on).isFalse();
    assertThat(place.read()).isEqualTo(Value.of("false"));
    place.write(Value.of("true"));
    assertThat(on).isTrue();
  }

  @Test
  void whatIsNoServerIsRefused() {
    assertThatThrownBy(() -> mechanism().bind(address()).write(Value.of("-setdate")))
        .hasMessageContaining("-setdate");
  }
}
