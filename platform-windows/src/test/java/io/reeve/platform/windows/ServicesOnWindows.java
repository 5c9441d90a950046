package io.reeve.platform.windows;

import static io.reeve.platform.windows.Advapi32Services.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.spi.OsException;
import io.reeve.platform.windows.Services.Startup;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The service manager itself, with a service of Wine's that nothing needs. Never on a machine that
/// somebody uses.
final class ServicesOnWindows {
  private static final String SPOOLER = "Spooler";
  private final Services services = new NativeServices(WineWin32.here());
  private final Registry registry = new NativeRegistry(WineWin32.here());

  @BeforeEach
  @AfterEach
  void startFromAService() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: services are changed inside Wine only");
    if (services.isRunning(SPOOLER)) {
      services.stop(SPOOLER);
    }
    services.configure(SPOOLER, new Startup(SERVICE_DEMAND_START, false));
  }

  @Test
  void everyWayToStartIsWrittenAndReadAgain() throws IOException {
    for (var startup :
        Set.of(
            new Startup(SERVICE_AUTO_START, false),
            new Startup(SERVICE_DISABLED, false),
            new Startup(SERVICE_DEMAND_START, false))) {
      services.configure(SPOOLER, startup);
      assertThat(services.startup(SPOOLER)).contains(startup);
    }
  }

  @Test
  void aServiceThatIsNotThereIsNone() throws IOException {
    assertThat(services.startup("ReeveHasNoSuchService")).isEmpty();
    services.tellOfChange("ReeveHasNoSuchService");
    assertThatThrownBy(() -> services.isRunning("ReeveHasNoSuchService"))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("there is no such service");
  }

  @Test
  void itStartsAndStops() throws IOException {
    services.start(SPOOLER);
    assertThat(services.isRunning(SPOOLER)).isTrue();
    services.start(SPOOLER);
    services.stop(SPOOLER);
    assertThat(services.isRunning(SPOOLER)).isFalse();
    services.stop(SPOOLER);
    assertThat(services.dependents(SPOOLER)).isEmpty();
  }

  @Test
  void aDisabledServiceDoesNotStartAndSaysWhy() throws IOException {
    services.configure(SPOOLER, new Startup(SERVICE_DISABLED, false));
    assertThatThrownBy(() -> services.start(SPOOLER))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("disabled");
  }

  @Test
  void startsAndStopsByOthersAreTold() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (var watch = services.watch(() -> Set.of(SPOOLER, "ReeveHasNoSuchService"), told::add)) {
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("its state at first").isEmpty();
      services.start(SPOOLER);
      assertThat(told.poll(30, TimeUnit.SECONDS)).as("it was started").isEmpty();
      assertThat(watch.isOn()).isTrue();
    }
  }

  @Test
  void howItStartsIsWatchedInTheRegistry() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var key = RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services").child(SPOOLER);
    try (var _ = registry.watch(() -> Set.of(key), told::add)) {
      services.configure(SPOOLER, new Startup(SERVICE_DISABLED, false));
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
