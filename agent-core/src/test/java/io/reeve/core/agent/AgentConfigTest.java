package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.agent.AgentConfig.Keys;
import io.reeve.core.local.AgentException;
import io.reeve.core.spi.KeyHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
  @TempDir private Path folder;

  private AgentConfig read(String json) throws IOException {
    return AgentConfig.read(Files.writeString(folder.resolve("agent.json"), json), List.of());
  }

  @Test
  void aMissingFileMeansTheDefaults() {
    var config = AgentConfig.read(folder.resolve("agent.json"), List.of());
    assertThat(config.sweep()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.compliance()).isEqualTo(Duration.ofHours(1));
    assertThat(config.inventory()).isEqualTo(Duration.ofHours(4));
    assertThat(config.tableDeadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.confirm()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.keys()).isEqualTo(new Keys.Pkcs12());
    assertThat(config.runUnsignedScripts()).isFalse();
    assertThat(config.scriptHold()).isZero();
  }

  @Test
  void whetherUnsignedScriptsRunIsSaidInOneWay() {
    assertThatThrownBy(() -> read("{\"runUnsignedScripts\": \"yes\"}"))
        .hasMessageContaining("runUnsignedScripts must be true or false, not \"yes\"");
  }

  @Test
  void aChangeThatCanCutTheNetworkIsNeverWithoutATrial() {
    assertThatThrownBy(() -> read("{\"confirmSeconds\": 0}"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("confirmSeconds must be a whole number from 5 to 3600, not 0");
  }

  @Test
  void everyKeyIsRead() throws IOException {
    var config =
        read(
            """
            {"sweepMinutes": 5, "complianceMinutes": 30, "inventoryMinutes": 60, "tableDeadlineSeconds": 3, "confirmSeconds": 30, "holdMinutes": 5,
             "scriptHoldMinutes": 2, "runUnsignedScripts": true,
             "keys": {"type": "pkcs11", "config": "/etc/reeve/token.cfg", "pinFile": "/etc/reeve/pin"}}
            """);
    assertThat(config)
        .isEqualTo(
            new AgentConfig(
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofMinutes(60),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                true,
                new Keys.Pkcs11(Path.of("/etc/reeve/token.cfg"), Path.of("/etc/reeve/pin"))));
  }

  @Test
  void allProblemsAreToldTogether() {
    assertThatThrownBy(() ->
            read(
                """
                {"sweepMinutes": 0, "complianceMinutes": "often", "sweepMinute": 5, "keys": {"type": "usb", "pin": "1"}}
                """))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("sweepMinutes must be a whole number from 1 to 1440, not 0")
        .hasMessageContaining("complianceMinutes must be")
        .hasMessageContaining("unknown key 'sweepMinute'")
        .hasMessageContaining("did you mean 'sweepMinutes'")
        .hasMessageContaining("keys: type must be pkcs12 or pkcs11 on this system")
        .hasMessageContaining("keys: unknown key 'pin'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"safe\"}|if-there",
        "{\"type\": \"safe\", \"hardware\": \"required\"}|required"
      })
  void aKeyStoreOfTheSystemIsChosenByItsTypeAndItsWords(String keys, String hardware)
      throws IOException {
    var file = Files.writeString(folder.resolve("agent.json"), "{\"keys\": " + keys + "}");
    assertThat(AgentConfig.read(file, List.of(SAFE)).keys())
        .isEqualTo(new Keys.OfSystem(SAFE, Map.of("hardware", hardware)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"vault\"}|keys: type must be pkcs12, pkcs11 or safe on this system",
        "{\"type\": \"safe\", \"hardware\": \"maybe\"}|keys: hardware must be if-there or required, not \"maybe\"",
        "{\"type\": \"safe\", \"hardware\": 1}|keys: hardware must be if-there or required, not 1",
        "{\"type\": \"safe\", \"pin\": \"1\"}|keys: unknown key 'pin'"
      })
  void whatAKeyStoreOfTheSystemDoesNotKnowIsRefused(String keys, String problem)
      throws IOException {
    var file = Files.writeString(folder.resolve("agent.json"), "{\"keys\": " + keys + "}");
    assertThatThrownBy(() -> AgentConfig.read(file, List.of(SAFE))).hasMessageContaining(problem);
  }

  private static final KeyHome SAFE =
      new KeyHome() {
        @Override
        public String type() {
          return "safe";
        }

        @Override
        public Map<String, List<String>> choices() {
          return Map.of("hardware", List.of("if-there", "required"));
        }

        @Override
        public Vault open(Map<String, String> chosen) throws IOException {
          throw new IOException("it is not opened here");
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|not a JSON object",
        "{|not JSON",
        "{\"sweepMinutes\":1,\"sweepMinutes\":2}|Duplicate",
        "{\"keys\":{\"type\":\"pkcs11\"}}|keys: config is missing"
      })
  void aBrokenFileIsToldInASentence(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("agent.json is not usable")
        .hasMessageContaining(problem);
  }
}
