package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.ReadOnlyMechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecureBootMechanismTest implements ReadOnlyMechanismContract {
  private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";
  private static final String SHIM = "-605dab50-e046-4300-abb6-3dd810dd8b23";
  @TempDir Path root;

  @BeforeEach
  void aMachine() throws IOException {
    Files.createDirectories(root.resolve("sys/firmware"));
  }

  @Override
  public Mechanism mechanism() {
    return new SecureBootMechanism(Scratch.host(root));
  }

  @Override
  public Address address() {
    return new Address("secure-boot", Map.of());
  }

  @Override
  public Value seen() {
    return Value.of(0);
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("secure-boot", Map.of("what", "x")));
  }

  @Override
  public Path scratch() {
    return root;
  }

  @ParameterizedTest
  @CsvSource({"1,0,-1,1", "0,0,-1,2", "1,1,-1,2", "0,1,-1,2", "1,0,0,1", "1,0,1,2", "1,-1,-1,1"})
  void itIsOnWhenTheFirmwareAndTheShimCheck(int secure, int setup, int shim, int told)
      throws IOException {
    variable("SecureBoot" + GLOBAL, secure);
    variable("SetupMode" + GLOBAL, setup);
    variable("MokSBStateRT" + SHIM, shim);
    assertThat(read()).isEqualTo(Value.of(told));
  }

  @Test
  void theOlderInterfaceIsReadToo() throws IOException {
    var folder = root.resolve("sys/firmware/efi/vars/SecureBoot" + GLOBAL);
    Files.createDirectories(folder);
    Files.write(folder.resolve("data"), new byte[] {1});
    assertThat(read()).isEqualTo(Value.of(1));
  }

  @Test
  void aFirmwareThatCannotBeAskedIsNotTakenForOneWithout() throws IOException {
    Files.createDirectories(root.resolve("sys/firmware/efi/efivars"));
    assertThatThrownBy(this::read).hasMessageContaining("efivarfs is not mounted");
    variable("BootCurrent" + GLOBAL, 0);
    assertThat(read()).isEqualTo(Value.of(0));
  }

  @Test
  void withoutSysThereIsNothingToAsk() throws IOException {
    Files.delete(root.resolve("sys/firmware"));
    Files.delete(root.resolve("sys"));
    assertThatThrownBy(this::read).isInstanceOf(NotApplicableException.class);
  }

  private void variable(String name, int value) throws IOException {
    if (value >= 0) {
      var folder = root.resolve("sys/firmware/efi/efivars");
      Files.createDirectories(folder);
      Files.write(folder.resolve(name), new byte[] {6, 0, 0, 0, (byte) value});
    }
  }

  private Value read() throws IOException {
    return mechanism().bind(address()).read();
  }
}
