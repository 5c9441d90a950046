package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reeve.core.agent.AgentProgram;
import io.reeve.core.local.Views;
import io.reeve.harness.demo.Agreement;
import io.reeve.harness.demo.Demo;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The whole job with real parts: the steps of the demonstration, with assertions.
@EnabledOnOs(OS.LINUX)
final class MainJobTest {
  @TempDir Path folder;

  @Test
  void theWholeJobIsDone() throws Exception {
    try (var demo = Demo.start(folder, new AgentProgram())) {
      enrols(demo);
      enforces(demo);
      repairs(demo);
      acts(demo);
      reportsTheInventory(demo);
      judges(demo);
      assertThat(demo.compare()).hasSizeGreaterThan(12).allMatch(Agreement::holds);
      assertThat(demo.leave()).isEmpty();
      assertThat(demo.agent().status().enrolled()).isFalse();
      assertThat(demo.lab().admin().devices().getFirst().state()).isEqualTo(DeviceState.GONE);
    }
  }

  private static void enrols(Demo demo) {
    var account = demo.enrol();
    assertThat(account.certificateSubject()).contains(account.deviceId());
    assertThat(account.user()).contains("ann@example.org");
    var device = demo.lab().admin().device(account.deviceId()).orElseThrow();
    assertThat(device.state()).isEqualTo(DeviceState.ENROLLED);
    assertThat(device.user()).isEqualTo("ann@example.org");
  }

  private static void enforces(Demo demo) {
    var landed = new ArrayList<Views.SettingState>();
    var states = demo.settle(landed::add);
    assertThat(states).filteredOn(state -> state.state().equals("applied")).hasSizeGreaterThan(12);
    assertThat(states)
        .filteredOn(state -> !state.state().equals("applied"))
        .extracting(Views.SettingState::id, Views.SettingState::state)
        .containsExactly(tuple("fw.enable", "not-applicable"));
    assertThat(landed).hasSameSizeAs(states);
    assertThat(demo.folder().resolve("root/etc/ssh/sshd_config.d/00-reeve.conf"))
        .content()
        .contains("PermitRootLogin no", "PasswordAuthentication no", "MaxAuthTries 3");
    assertThat(demo.folder().resolve("root/etc/hosts")).content().contains("intranet.example");
  }

  private static void repairs(Demo demo) throws Exception {
    var tampering = demo.tamper();
    assertThat(tampering.event().kind()).isEqualTo("repaired");
    assertThat(tampering.event().subject()).isEqualTo("./Device/Vendor/Reeve/Ssh/PermitRootLogin");
    assertThat(tampering.event().text()).isNotBlank();
  }

  private static void acts(Demo demo) {
    var command = demo.act();
    assertThat(command.status()).hasValue(200);
  }

  private static void reportsTheInventory(Demo demo) {
    var tables = demo.inventory();
    assertThat(tables.keySet())
        .contains("system_info", "os_version", "cpu_info", "kernel_info", "mounts", "users");
    assertThat(tables.get("system_info")).hasSize(1);
    assertThat(tables.get("users")).isNotEmpty();
  }

  private static void judges(Demo demo) {
    var compliance = demo.comply();
    assertThat(compliance.overall()).isEqualTo(Overall.NON_COMPLIANT);
    assertThat(compliance.policy()).contains("Example Ltd. baseline");
    assertThat(compliance.verdicts())
        .filteredOn(verdict -> verdict.state() == Verdict.State.NON_COMPLIANT)
        .singleElement()
        .satisfies(verdict -> {
          assertThat(verdict.rule()).isEqualTo("long-passwords");
          assertThat(verdict.expected()).contains("16");
          assertThat(verdict.actual()).contains("12");
          assertThat(verdict.evidence()).contains("pwquality");
          assertThat(verdict.remedy()).contains("administrator");
        });
    assertThat(compliance.verdicts())
        .filteredOn(verdict -> verdict.state() == Verdict.State.COMPLIANT)
        .hasSize(3);
  }
}
