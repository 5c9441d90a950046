package io.reeve.harness.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews.DeviceState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
  private static final int SETTINGS = 3;

  @TempDir private Path folder;

  private Lab lab;
  private Fleet fleet;
  private Trial trial;

  @BeforeEach
  void start() throws Exception {
    lab = Lab.start(LabConfig.at(folder));
    fleet = new Fleet(lab, SETTINGS);
    trial = new Trial(lab, fleet, LoadPlan.of("2,5", 3, SETTINGS, 2, null), _ -> {});
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  @Test
  void everyDeviceIsADeviceOfTheLabWithItsSettings() throws Exception {
    var _ = trial.round(5);

    assertThat(lab.admin().devices())
        .hasSize(5)
        .allSatisfy(device -> {
          assertThat(device.state()).isEqualTo(DeviceState.ENROLLED);
          assertThat(lab.admin().settings(device.id())).hasSize(SETTINGS);
          assertThat(lab.admin().sessions(device.id()))
              .hasSize(3)
              .allSatisfy(session -> assertThat(session.outcome()).isEqualTo("complete"));
        });
    assertThat(fleet.devices()).allSatisfy(one -> assertThat(one.settings()).isEqualTo(SETTINGS));
  }

  @Test
  void aFleetGrowsAndEachSizeIsMeasuredByItself() throws Exception {
    var small = trial.round(2).orElseThrow();
    var large = trial.round(5).orElseThrow();

    assertThat(List.of(small.devices(), large.devices())).containsExactly(2, 5);
    assertThat(List.of(small.enrolments(), large.enrolments())).containsExactly(2, 3);
    assertThat(List.of(small.syncs(), large.syncs())).containsExactly(4L, 10L);
    assertThat(large.failed()).isZero();
    assertThat(large.p99()).isGreaterThanOrEqualTo(large.p50()).isPositive();
    assertThat(large.bytesIn()).isGreaterThan(500);
    assertThat(large.bytesOut()).isGreaterThan(500);
    assertThat(large.labMillis()).isPositive();
    assertThat(large.deviceMillis()).isPositive();
  }

  @Test
  void aDeviceThatIsShutOutIsToldOf() throws Exception {
    var _ = trial.round(2);
    lab.admin().revoke(fleet.devices().getFirst().id());

    var round = trial.round(3).orElseThrow();

    assertThat(round.failed()).isEqualTo(2);
    assertThat(round.why()).contains("the service answered with HTTP status 403");
  }

  @Test
  void whatIsStoppedAtOnceMeasuresNothing() throws Exception {
    trial.stop();

    assertThat(trial.round(2)).isEqualTo(Optional.empty());
    assertThat(trial.stoppedEarly()).isTrue();
    assertThat(fleet.devices()).isEmpty();
  }

  @Test
  void scriptsGetOneObject() throws Exception {
    var round = trial.round(2).orElseThrow();

    var json = new ObjectMapper().readTree(LoadPage.json(List.of(round), true));

    assertThat(json.path("whole").asBoolean()).isTrue();
    assertThat(json.at("/rounds/0/devices").asInt()).isEqualTo(2);
    assertThat(json.at("/rounds/0/syncs").asInt()).isEqualTo(4);
    assertThat(json.at("/rounds/0/p99Millis").asDouble()).isPositive();
  }
}
