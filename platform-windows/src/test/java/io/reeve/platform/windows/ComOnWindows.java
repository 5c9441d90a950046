package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// COM itself: objects, tables of methods, texts, variants, collections.
final class ComOnWindows {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Win32 windows = WineWin32.here();
  private final Wmi wmi = new NativeWmi(windows);

  @Test
  void managementInstrumentationTellsOfTheSystem() throws IOException {
    var rows =
        wmi.instances(
            "root\\cimv2", "Win32_OperatingSystem", List.of("Caption", "BuildNumber", "Version"));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().get("Caption")).contains("Windows");
    assertThat(rows.getFirst().get("Version")).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void numbersTruthValuesAndManyInstancesAreRead() throws IOException {
    var processes = wmi.instances("root\\cimv2", "Win32_Process", List.of("ProcessId", "Name"));
    assertThat(processes).hasSizeGreaterThan(1);
    assertThat(processes.stream().map(row -> row.get("ProcessId")))
        .allMatch(id -> id.matches("\\d+"));
    assertThat(
            wmi.instances("root\\cimv2", "Win32_OperatingSystem", List.of("Primary", "Nonsense")))
        .containsExactly(Map.of("Primary", "true"));
  }

  @Test
  void aClassThatIsNotThereIsNotApplicable() {
    assertThatThrownBy(() -> wmi.instances("root\\cimv2\\mdm\\dmmap", "MDM_Nothing", List.of("x")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("MDM_Nothing");
  }

  @Test
  void aMethodIsCalledWithItsArguments() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: it starts a program, inside Wine only");
    var program = Map.of("CommandLine", "C:\\windows\\system32\\cmd.exe /c exit");
    wmi.call("root\\cimv2", "Win32_Process", Map.of(), "Create", program);
    assertThatThrownBy(() ->
            wmi.call(
                "root\\cimv2",
                "Win32_Process",
                Map.of(),
                "Create",
                Map.of("CommandLine", "C:\\no\\such.exe")))
        .hasMessageContaining("Win32_Process.Create answers");
  }

  @Test
  void aMethodOfAnInstanceIsCalledOnThatOne() throws IOException {
    assumeTrue(WineWin32.isHosted(), "SKIPPED: it stops a service, inside Wine only");
    var services = new NativeServices(windows);
    if (services.isRunning("Spooler")) {
      services.stop("Spooler");
    }
    wmi.call("root\\cimv2", "Win32_Service", Map.of("Name", "Spooler"), "StartService", Map.of());
    assertThat(services.isRunning("Spooler")).isTrue();
    services.stop("Spooler");
    assertThatThrownBy(() ->
            wmi.call(
                "root\\cimv2",
                "Win32_Service",
                Map.of("Name", "ReeveHasNoSuchService"),
                "StartService",
                Map.of()))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("no instance of Win32_Service");
  }

  @Test
  void theFirewallAnswersThroughItsTable() throws IOException {
    var com = new Com(windows, "test");
    int rules =
        com.run(
            PATIENCE,
            session -> {
              var found = new long[1];
              session.create(INetFwPolicy2.CLASS, INetFwPolicy2.class).get_Rules(found);
              var count = new int[1];
              session.at(found[0], INetFwRules.class).get_Count(count);
              return count[0];
            });
    assertThat(rules).isNotNegative();
  }

  @Test
  void aClassThatIsNotRegisteredSaysSo() {
    var com = new Com(windows, "test");
    assertThatThrownBy(() ->
            com.run(
                PATIENCE,
                session -> session.create("00000000-1111-2222-3333-444444444444", IUnknown.class)))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("not registered");
  }

  @Test
  void whatTakesTooLongIsLeftBehindAndTheNextOneIsServed() throws IOException {
    var com = new Com(windows, "test");
    var never = new java.util.concurrent.CountDownLatch(1);
    assertThatThrownBy(() ->
            com.run(
                Duration.ofMillis(50),
                _ -> {
                  try {
                    never.await();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                  return 1;
                }))
        .hasMessageContaining("did not answer");
    int next = com.run(PATIENCE, _ -> 2);
    assertThat(next).isEqualTo(2);
  }
}
