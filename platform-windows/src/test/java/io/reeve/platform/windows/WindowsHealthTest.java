package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.spi.HealthCheck;
import io.reeve.core.spi.HealthCheck.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WindowsHealthTest {
  private static final RegistryKey RUN =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run");
  private static final RegistryKey UPDATES =
      RegistryKey.machine(
          "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired");
  private static final String AGENT = ServiceSupervisor.NAME;

  private final MemoryServices services = new MemoryServices();
  private final MemoryRegistry registry = new MemoryRegistry();
  private Optional<String> commandLine = Optional.of("\"/Program Files/Reeve/reeved.exe\" daemon");
  private Optional<String> writers = Optional.empty();

  private final ServiceEntry entry =
      new ServiceEntry() {
        @Override
        public void put(String line) {
          commandLine = Optional.of(line);
        }

        @Override
        public Optional<String> commandLine() {
          return commandLine;
        }

        @Override
        public void remove() {
          commandLine = Optional.empty();
        }
      };

  @BeforeEach
  void aMachineThatIsWell() {
    for (var name :
        List.of("Winmgmt", "mpssvc", "EventLog", "msiserver", "KeyIso", "wuauserv", "W32Time")) {
      services.with(name, Advapi32Services.SERVICE_DEMAND_START, false);
    }
    services.with(AGENT, Advapi32Services.SERVICE_AUTO_START, true);
    services.running.addAll(List.of(AGENT, "Winmgmt", "mpssvc", "EventLog"));
    registry.given(RUN, "ReeveTray", RegistryData.text(Advapi32Registry.REG_SZ, "\"x\""));
  }

  private Map<String, Finding> found() throws IOException {
    var tray = new TrayStart(registry);
    var judge =
        new ServiceRegistrar.Judge() {
          @Override
          public Optional<String> writers(Path file) {
            return writers;
          }

          @Override
          public Optional<String> exchangers(Path folder) {
            return Optional.empty();
          }
        };
    var health =
        new WindowsHealth(
            new ServiceRegistrar(entry, services, tray, judge),
            services,
            tray,
            new Restart(registry));
    var found = new TreeMap<String, Finding>();
    for (HealthCheck check : health.checks()) {
      found.put(check.name(), check.look().look());
    }
    return found;
  }

  private Finding found(String name) throws IOException {
    return found().getOrDefault(name, Finding.bad("no such check", ""));
  }

  @Test
  void aMachineThatIsWellPassesEveryCheck() throws IOException {
    assertThat(found())
        .hasSize(11)
        .allSatisfy((name, finding) -> assertThat(finding.ok()).as(name).isTrue())
        .allSatisfy((name, finding) -> assertThat(finding.remedy()).as(name).isEmpty());
  }

  @Test
  void anAgentThatIsNoServiceIsAdvisedToBeOne() throws IOException {
    services.startups.remove(AGENT);
    commandLine = Optional.empty();
    assertThat(found("service entry").remedy()).contains("reeve service install");
    assertThat(found("service program").ok()).isTrue();
  }

  @Test
  void aServiceThatDoesNotStartOrRunIsBad() throws IOException {
    services.running.remove(AGENT);
    assertThat(found("service entry"))
        .isEqualTo(Finding.bad("the service Reeve does not run", "sc.exe start Reeve"));
    services.with(AGENT, Advapi32Services.SERVICE_DISABLED, false);
    assertThat(found("service entry").text()).contains("does not start with the machine");
  }

  @Test
  void aProgramThatOthersCanChangeIsBad() throws IOException {
    writers = Optional.of("users may write");
    assertThat(found("service program").ok()).isFalse();
    assertThat(found("service program").text()).contains("reeved.exe", "users may write");
  }

  @Test
  void whatTheAgentWorksByHasToBeThere() throws IOException {
    services.with("msiserver", Advapi32Services.SERVICE_DISABLED, false);
    services.running.remove("Winmgmt");
    services.startups.remove("W32Time");
    assertThat(found("installer").remedy()).isEqualTo("sc.exe config msiserver start= demand");
    assertThat(found("management"))
        .isEqualTo(
            Finding.bad(
                "Winmgmt does not run: without it no encryption and much of the inventory",
                "sc.exe start Winmgmt"));
    assertThat(found("time").ok()).as("only advice").isTrue();
    assertThat(found("time").remedy()).isNotEmpty();
  }

  @Test
  void whatWaitsForARestartAndAMissingIconAreAdvice() throws IOException {
    registry.given(UPDATES, "8b2c", RegistryData.number(1));
    registry.delete(RUN, "ReeveTray");
    assertThat(found("pending restart").text()).contains("updates");
    assertThat(found("tray").remedy()).isNotEmpty();
    assertThat(found()).allSatisfy((name, finding) -> assertThat(finding.ok()).as(name).isTrue());
  }
}
