package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Services.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.windows.Services.Startup;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceMechanismTest {
  private final MemoryServices services =
      new MemoryServices()
          .with("Spooler", SERVICE_AUTO_START, true)
          .with("w32time", SERVICE_DEMAND_START, false)
          .with("disk", 0, false);
  private final MemoryRegistry registry = new MemoryRegistry();
  private final Mechanism mechanism =
      new ServiceMechanism(Optional.of(services), Optional.of(registry));

  private Mechanism.Point startup(String name) throws IOException {
    return mechanism.bind(new Address("service", Map.of("unit", name)));
  }

  private Mechanism.Point activity(String name) throws IOException {
    return mechanism.bind(new Address("service", Map.of("unit", name, "of", "activity")));
  }

  @ParameterizedTest
  @CsvSource({"auto,2", "manual,3", "disabled,4"})
  void howItStartsIsWrittenReadAndPutBack(String word, int type) throws IOException {
    var point = startup("w32time");
    var before = point.capture();
    point.write(Value.of(word));
    assertThat(point.read()).isEqualTo(Value.of(word));
    assertThat(services.startups).containsEntry("w32time", new Startup(type, false));
    point.restore(before);
    assertThat(services.startups)
        .containsEntry("w32time", new Startup(SERVICE_DEMAND_START, false));
  }

  @Test
  void aDelayedStartIsAutomaticStaysAndComesBack() throws IOException {
    var point = startup("Spooler");
    point.write(Value.of("auto"));
    assertThat(services.startups).containsEntry("Spooler", new Startup(SERVICE_AUTO_START, true));
    var before = point.capture();
    point.write(Value.of("disabled"));
    point.restore(before);
    assertThat(services.startups).containsEntry("Spooler", new Startup(SERVICE_AUTO_START, true));
  }

  @Test
  void itIsStartedAndStopped() throws IOException {
    var point = activity("w32time");
    assertThat(point.read()).isEqualTo(Value.of("stopped"));
    point.write(Value.of("running"));
    assertThat(point.read()).isEqualTo(Value.of("running"));
    point.write(Value.of("stopped"));
    assertThat(services.running).isEmpty();
  }

  @Test
  void aServiceThatOthersNeedIsNotStoppedAndTheyAreNamed() {
    services.running.add("w32time");
    services.dependents.put("w32time", List.of("Other"));
    assertThatThrownBy(() -> activity("w32time").write(Value.of("stopped")))
        .hasMessageContaining("Other")
        .hasMessageContaining("depend on it");
  }

  @Test
  void aServiceThatIsNotThereIsNotApplicable() {
    assertThatThrownBy(() -> startup("nothing").read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("there is no service nothing here");
    var none = new ServiceMechanism(Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> none.bind(new Address("service", Map.of("unit", "x"))))
        .isInstanceOf(NotApplicableException.class);
  }

  @Test
  void whatCannotBeAskedIsRefused() throws IOException {
    assertThatThrownBy(() -> startup("w32time").write(Value.of("often")))
        .hasMessageContaining("often");
    assertThatThrownBy(() -> activity("w32time").write(Value.of("paused")))
        .hasMessageContaining("paused");
    assertThatThrownBy(() -> startup("a/b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mechanism.bind(new Address("service", Map.of("unit", "x", "of", "y"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(startup("disk").read()).isEqualTo(Value.of("driver 0"));
  }

  @Test
  void absentChangesNothing() throws IOException {
    startup("Spooler").write(Value.absent());
    activity("Spooler").write(Value.absent());
    assertThat(services.startups).containsEntry("Spooler", new Startup(SERVICE_AUTO_START, true));
  }

  @Test
  void bothHowItStartsAndWhetherItRunsAreWatched() throws IOException {
    var heard = new ArrayList<String>();
    var all = RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services");
    activity("Spooler");
    try (var _ = mechanism.watch(heard::add)) {
      services.change("Spooler");
      registry.given(all.child("Spooler"), "Start", RegistryData.number(4));
      services.change("w32time");
      registry.given(all.child("w32time"), "Start", RegistryData.number(4));
      assertThat(heard).hasSize(2);
      startup("w32time");
      services.change("w32time");
      assertThat(heard).as("one that is bound later").hasSize(3);
    }
    services.change("Spooler");
    registry.given(all.child("Spooler"), "Start", RegistryData.number(2));
    assertThat(heard).hasSize(3);
  }
}
