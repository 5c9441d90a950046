package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentLogTest {
  private final FakeMac mac =
      new FakeMac().with("/bin/launchctl", _ -> FakeMac.failed(113, "Could not find service"));
  @TempDir Path root;
  private Path log;

  @BeforeEach
  void make() throws IOException {
    log = Files.createDirectories(root.resolve("Library/Logs/Reeve")).resolve("agent.err");
  }

  @Test
  void theEndOfALongLogIsToldAndHowTheServiceStands() throws IOException {
    Files.writeString(log, "begin\n" + "x".repeat(2 << 20) + "\nend\n");
    var texts = new AgentLog(mac.at(root)).texts();
    assertThat(texts.get("agent.err")).hasSize(1 << 20).endsWith("\nend\n");
    assertThat(texts).containsEntry("launchd.txt", "(Could not find service)\n");
  }

  @Test
  void aLogThatIsNotThereOrIsALinkIsToldAsSuch() throws IOException {
    var tools = mac.at(root);
    assertThat(new AgentLog(tools).texts().get("agent.err")).startsWith("(not known: ");
    Files.createSymbolicLink(log, Files.writeString(root.resolve("secret"), "secret\n"));
    assertThat(new AgentLog(tools).texts().get("agent.err")).startsWith("(not known: ");
  }

  @Test
  void aScratchRootHasNone() {
    assertThat(new AgentLog(new Tools(mac.at(root).host())).texts()).isEmpty();
  }
}
