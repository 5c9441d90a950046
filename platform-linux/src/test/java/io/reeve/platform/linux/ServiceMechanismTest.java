package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How units start, with the real manager of systemd.
final class ServiceMechanismTest implements MechanismContract {
  private static final String UNIT =
      "[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=default.target\n";
  private static final String LISTENER =
      """
      [Service]
      ExecStart=/bin/sleep 1000
      [Install]
      WantedBy=default.target
      Alias=reeve-alias.service
      Also=reeve-socket.socket
      """;
  private static final String SOCKET =
      "[Socket]\nListenStream=%t/reeve-test.sock\n[Install]\nWantedBy=sockets.target\n";
  @TempDir Path root;
  @TempDir Path machine;
  private @Nullable UserSystemd systemd;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    systemd = UserSystemd.start(machine, ServiceMechanismTest::units);
  }

  private static void units(Path folder) throws IOException {
    Files.writeString(folder.resolve("reeve-one.service"), UNIT);
    Files.writeString(folder.resolve("reeve-two.service"), UNIT);
    Files.writeString(folder.resolve("reeve-static.service"), "[Service]\nExecStart=/bin/true\n");
    Files.writeString(folder.resolve("reeve-socket.service"), LISTENER);
    Files.writeString(folder.resolve("reeve-socket.socket"), SOCKET);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (systemd != null) {
      systemd.stop();
    }
  }

  private UserSystemd systemd() {
    if (systemd == null) {
      throw new IllegalStateException("not started");
    }
    return systemd;
  }

  @Override
  public Mechanism mechanism() {
    return systemd().mechanism(root);
  }

  @Override
  public Address address() {
    return unit("reeve-one");
  }

  private static Address unit(String name) {
    return new Address("service", Map.of("unit", name));
  }

  @Override
  public java.util.Optional<Address> neighbour() {
    return java.util.Optional.of(unit("reeve-two"));
  }

  /// A unit always has a state, so there is nothing to remove.
  @Override
  public void absentRemoves() throws IOException {
    write(address(), "auto");
    var point = mechanism().bind(address());
    point.write(Value.absent());
    assertThat(point.read()).isEqualTo(Value.of("auto"));
  }

  @Override
  public void neighboursAreUntouched() throws IOException {
    write(unit("reeve-two"), "auto");
    write(address(), "disabled");
    assertThat(read(unit("reeve-two"))).isEqualTo(Value.of("auto"));
  }

  @Override
  public Value unset() {
    return Value.of("manual");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("disabled"), Value.of("auto"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(
        new Address("service", Map.of()),
        unit("../x"),
        new Address("service", Map.of("unit", "x", "of", "colour")));
  }

  private void write(Address address, String value) throws IOException {
    var mechanism = mechanism();
    mechanism.bind(address).write(Value.of(value));
    mechanism.settle(List.of(address));
  }

  private void restore(Address address, Mechanism.Snapshot before) throws IOException {
    var mechanism = mechanism();
    mechanism.bind(address).restore(before);
    mechanism.settle(List.of(address));
  }

  private Value read(Address address) throws IOException {
    return mechanism().bind(address).read();
  }

  private Mechanism.Snapshot capture(Address address) throws IOException {
    return mechanism().bind(address).capture();
  }

  private void run(String unit) throws IOException {
    write(new Address("service", Map.of("unit", unit, "of", "activity")), "running");
  }

  private boolean runs(String unit) throws IOException {
    try (var units = systemd().units()) {
      return units.loaded(unit).runs();
    }
  }

  private UnitLinks links(String... units) throws IOException {
    return UnitLinks.of(systemd().folders(), Set.of(units));
  }

  @Test
  void aUnitJustMaskedDoesNotStart() throws IOException {
    write(address(), "disabled");
    assertThatThrownBy(() -> run("reeve-one"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("masked");
  }

  /// A unit that runs stays as it was loaded.
  @Test
  void aMaskThatSystemdHasNotTakenUpIsNotInForceYet() throws IOException {
    run("reeve-one");
    try (var units = systemd().units()) {
      units.mask("reeve-one.service");
    }
    assertThat(read(address())).isEqualTo(Value.of("disabled as soon as systemd reloads"));
    write(address(), "disabled");
    assertThat(read(address())).isEqualTo(Value.of("disabled"));
  }

  @Test
  void whatRunsIsStoppedAndRunsAgainAfterwards() throws IOException {
    run("reeve-one");
    var before = capture(address());
    write(address(), "disabled");
    assertThat(runs("reeve-one.service")).isFalse();
    restore(address(), before);
    assertThat(runs("reeve-one.service")).isTrue();
  }

  @Test
  void aUnitThatIsMaskedAndRunsIsNotDisabled() throws IOException {
    run("reeve-one");
    try (var units = systemd().units()) {
      units.mask("reeve-one.service");
      units.reload();
    }
    assertThat(read(address())).isEqualTo(Value.of("disabled, but running"));
  }

  /// The unit also has an alias, and is enabled along with its socket.
  @Test
  void aSocketThatWouldStartItAgainIsMaskedWithItAndEveryLinkComesBack() throws IOException {
    write(unit("reeve-socket"), "auto");
    run("reeve-socket.socket");
    var names = new String[] {"reeve-socket.service", "reeve-socket.socket", "reeve-alias.service"};
    var links = links(names);
    assertThat(links.links()).hasSize(3);
    var before = capture(unit("reeve-alias"));
    write(unit("reeve-alias"), "disabled");
    assertThat(read(unit("reeve-socket"))).isEqualTo(Value.of("disabled"));
    assertThat(runs("reeve-socket.socket")).isFalse();
    assertThatThrownBy(() -> run("reeve-socket.socket")).hasMessageContaining("masked");
    restore(unit("reeve-alias"), before);
    assertThat(links(names)).isEqualTo(links);
    assertThat(runs("reeve-socket.socket")).isTrue();
    assertThat(runs("reeve-socket.service")).isFalse();
  }

  @Test
  void aSocketMaskedWithItIsUnmaskedWithIt() throws IOException {
    write(unit("reeve-socket"), "auto");
    write(unit("reeve-socket"), "disabled");
    write(unit("reeve-socket"), "auto");
    assertThat(read(unit("reeve-socket.socket"))).isEqualTo(Value.of("auto"));
    assertThat(runs("reeve-socket.socket")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasSetUntilTheNextStartOnlyIsPutBackSo(boolean masked) throws IOException {
    var link =
        masked
            ? systemd().folders().runtime().resolve("reeve-one.service")
            : systemd().folders().runtime().resolve("default.target.wants/reeve-one.service");
    var target = masked ? UnitFolders.MASK : vendorFile();
    UnitLinks.make(link, target);
    try (var units = systemd().units()) {
      units.reload();
    }
    var state = Value.of((masked ? "disabled" : "auto") + " until the next start");
    assertThat(read(address())).isEqualTo(state);
    var before = capture(address());
    for (var value : List.of("disabled", "auto", "manual")) {
      write(address(), value);
      assertThat(read(address())).isEqualTo(Value.of(value));
    }
    restore(address(), before);
    assertThat(read(address())).isEqualTo(state);
    assertThat(links("reeve-one.service").links()).isEqualTo(Map.of(link, target.toString()));
  }

  private Path vendorFile() {
    return systemd().folders().vendor().getFirst().resolve("reeve-one.service");
  }

  /// systemd itself refuses to mask such a unit, for its link would have to replace the file.
  @Test
  void anAdministratorsOwnUnitIsMaskedWithoutTouchingItsFile() throws IOException {
    var file = Files.createDirectories(systemd().folders().config()).resolve("own.service");
    Files.writeString(file, UNIT);
    try (var units = systemd().units()) {
      units.reload();
    }
    run("own");
    var before = capture(unit("own"));
    write(unit("own"), "disabled");
    assertThat(read(unit("own"))).isEqualTo(Value.of("disabled"));
    assertThat(Files.readString(file)).isEqualTo(UNIT);
    write(unit("own"), "auto");
    assertThat(read(unit("own"))).isEqualTo(Value.of("auto"));
    restore(unit("own"), before);
    assertThat(systemd().folders().control()).doesNotExist();
    assertThat(runs("own.service")).isTrue();
  }

  @Test
  void aMaskedUnitIsALinkToNothingAndComesBack() throws IOException {
    var before = capture(address());
    write(address(), "disabled");
    var link = systemd().folders().config().resolve("reeve-one.service");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(UnitFolders.MASK);
    restore(address(), before);
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(read(address())).isEqualTo(Value.of("manual"));
  }

  @Test
  void aUnitThatNothingStartsCannotStartByItself() {
    assertThatThrownBy(() -> write(unit("reeve-static"), "auto"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("reeve-static.service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch", "getty@", "dbus", "dbus.socket"})
  void aUnitThatCannotBeHadIsNotApplicable(String name) {
    assertThatThrownBy(() -> mechanism().bind(unit(name)))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "started"})
  void aChangeBehindOurBackIsTold(String what) throws IOException, InterruptedException {
    var mechanism = mechanism();
    mechanism.bind(address()).read();
    var told = new CountDownLatch(1);
    try (var _ = mechanism.watch(_ -> told.countDown())) {
      if (what.equals("enabled")) {
        write(unit("reeve-two"), "auto");
      } else {
        run("reeve-one");
      }
      assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }
}
