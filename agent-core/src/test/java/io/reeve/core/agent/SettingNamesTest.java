package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.local.AgentException;
import io.reeve.policy.Catalog;
import io.reeve.policy.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingNamesTest {
  private static final String ONE = "./Device/Vendor/Reeve/Hosts/a.example";
  private static final String OTHER = "./Device/Vendor/Reeve/Hosts/b.example";

  private static Setting row(String id) {
    return Catalog.load().byId(id).orElseThrow();
  }

  @Test
  void aRowWithHolesStandsForMany() {
    assertThat(SettingNames.isMany(row("net.hosts"))).isTrue();
    assertThat(SettingNames.isMany(row("pw.min-length"))).isFalse();
    assertThat(SettingNames.holes(row("net.hosts"))).isEqualTo("{name}");
  }

  @Test
  void theOneThatIsWantedIsMeant() {
    assertThat(SettingNames.one(row("net.hosts"), List.of(ONE))).isEqualTo(ONE);
  }

  @Test
  void elseWhoeverAsksIsToldWhatToGive() {
    assertThatThrownBy(() -> SettingNames.one(row("net.hosts"), List.of()))
        .isInstanceOfSatisfying(
            AgentException.class,
            e ->
                assertThat(e.hint())
                    .isEqualTo("give the address of one: ./Device/Vendor/Reeve/Hosts/{name}"))
        .hasMessage("'net.hosts' stands for many settings");
    assertThatThrownBy(() -> SettingNames.one(row("net.hosts"), List.of(ONE, OTHER)))
        .isInstanceOfSatisfying(
            AgentException.class,
            e ->
                assertThat(e.hint())
                    .isEqualTo("give the address of one, such as " + ONE + ", " + OTHER));
  }
}
