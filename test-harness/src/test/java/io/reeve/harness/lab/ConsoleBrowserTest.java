package io.reeve.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.harness.lab.LabViews.Item;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The console in a real browser. The scenes are in `src/test/resources/console/scenes.mjs`; with
/// `-Dreeve.golden.update=true` they write the accessibility trees beside it, and the pictures in
/// `docs/console`.
@Timeout(600)
final class ConsoleBrowserTest {
  private static final String WIPE = "./Device/Vendor/MSFT/RemoteWipe/doWipe";

  @TempDir Path folder;
  private ConsoleStage stage;

  @BeforeAll
  static void required() {
    Browser.required();
  }

  @BeforeEach
  void start() throws Exception {
    stage = ConsoleStage.open(folder);
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  private void play(String scene) throws Exception {
    assertThat(Browser.play(scene, stage.facts(), stage::act)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signInAndOut",
        "devicesAtAGlance",
        "oneDevice",
        "whatADeviceDoesNotOffer",
        "profiles",
        "byKeyboard",
        "forEveryEye",
        "theLineBreaks"
      })
  void theSceneGoesAsItShould(String scene) throws Exception {
    play(scene);
  }

  @Test
  void anActionIsCarriedOutAndItsResultIsSeenAtOnce() throws Exception {
    play("anActionAndWhatComesOfIt");
    assertThat(stage.device.done).contains("EXEC ./Device/Vendor/Reeve/Actions/CheckCompliance");
  }

  @Test
  void aRestartAtAGoodMomentIsAskedForWithItsReason() throws Exception {
    play("aRestartAtAGoodMoment");
    var item = stage.asked().getLast();
    assertThat(item.uri()).isEqualTo("./Device/Vendor/Reeve/Actions/RestartSoon");
    assertThat(Json.parse(item.value())).isEqualTo(Json.object().put("reason", "security updates"));
    assertThat(stage.device.done).contains("EXEC " + item.uri());
  }

  @Test
  void aRestartThatIsToComeCanBeCalledOff() throws Exception {
    stage.restartsLater();
    play("aRestartIsCalledOff");
    assertThat(stage.asked())
        .extracting(Item::uri)
        .containsExactly(
            "./Device/Vendor/MSFT/Reboot/RebootNow",
            "./Device/Vendor/Reeve/Actions/CancelShutDown");
  }

  @Test
  void aWipeIsOnlyAskedForWithTheDevicesName() throws Exception {
    play("aWipeWantsTheName");
    assertThat(stage.asked()).containsExactly(Item.of(WIPE, "null", ""));
  }

  @Test
  void aWipeIsPrecededByTheSecondSignatureAndCanBeCancelledWhileItIsHeld() throws Exception {
    stage.device.nodes.put(Offers.APPROVAL, "true");
    stage.device.nodes.put(Offers.HOLD, "600");
    play("aWipeWantsTheSecondSignature");
    assertThat(stage.asked())
        .endsWith(
            Item.of("./Device/Vendor/Reeve/Guard/Approval", "chr", "APPROVED.BY-EVE"),
            Item.of(WIPE, "null", ""),
            Item.of("./Device/Vendor/Reeve/Guard/Cancel", "null", ""));
    assertThat(stage.device.nodes)
        .containsEntry("./Device/Vendor/Reeve/Guard/Approval", "APPROVED.BY-EVE");
  }

  @Test
  void aScriptGoesOutAsItWasWrittenAndItsOutputComesBack() throws Exception {
    play("aScriptAndItsOutput");
    var item = stage.asked().getLast();
    assertThat(item.uri()).isEqualTo("./Device/Vendor/Reeve/Scripts/disk-space");
    var sent = (ObjectNode) Json.parse(item.value());
    assertThat(sent.remove("Signature").asText()).as("signed by the lab").isNotBlank();
    assertThat(sent)
        .isEqualTo(
            Json.object()
                .put("Script", "df -h /\n")
                .put("RunAs", "system")
                .put("TimeoutSeconds", "30"));
  }

  @Test
  void whatADeviceSaysStaysText() throws Exception {
    stage.hostile();
    play("hostileText");
  }
}
