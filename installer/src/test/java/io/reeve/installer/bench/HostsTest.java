package io.reeve.installer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
  @Test
  void aFileWithAllSettingsIsRightForAsManyAndNoMore() {
    var entries = Hosts.entries(Hosts.file(25));

    assertThat(Hosts.right(entries, 25)).isTrue();
    assertThat(Hosts.right(entries, 26)).isFalse();
  }

  @Test
  void aDriftedSettingIsWrongAndTheOthersAreNot() {
    var drifted = Hosts.drifted(Hosts.file(25), List.of(1, 24));

    var entries = Hosts.entries(drifted);
    assertThat(Hosts.right(entries, 25)).isFalse();
    assertThat(Hosts.right(entries, 1)).isTrue();
    assertThat(entries).containsEntry("host2.example", "192.0.2.2");
    assertThat(entries.get("host1.example")).isEqualTo(entries.get("host24.example"));
  }

  @Test
  void aSettingThatIsNotThereCannotDrift() {
    assertThatThrownBy(() -> Hosts.drifted(Hosts.file(5), List.of(5)))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void twoLinesForANameAreNotRight() {
    var twice = Hosts.entries(Hosts.file(2) + "198.51.100.66 host1.example # again\n");

    assertThat(Hosts.right(twice, 2)).isFalse();
  }
}
