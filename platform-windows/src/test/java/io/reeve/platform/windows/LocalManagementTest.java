package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalManagementTest {
  private static final String GET =
      "<SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>./DevDetail/SwV</LocURI></Target></Item>"
          + "</Get><Final/></SyncBody>";

  /// Written by hand after the shape that Microsoft's protocol documents give (MS-MDM).
  private static final String ANSWER =
      "<?xml version=\"1.0\" encoding=\"utf-16\"?><SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody>"
          + "<Status><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status>"
          + "<Results><CmdID>2</CmdID><CmdRef>1</CmdRef><Item><Source><LocURI>./DevDetail/SwV"
          + "</LocURI></Source><Data>10.0.1 &amp; more</Data></Item></Results>"
          + "<Final/></SyncBody></SyncML>";

  private final List<String> calls = new ArrayList<>();
  private final Windows windows = new Windows();
  private final LocalManagement oracle = new LocalManagement(windows, this::free);

  private void free(Pointer text) {
    calls.add(text.equals(windows.text) ? "free" : "free what is not ours");
  }

  private final class Windows implements MdmLocalManagement {
    final Memory text = new Memory(4096);
    int already;
    int applied;

    Windows() {
      text.write(0, Wide.of(ANSWER), 0, 2 * ANSWER.length() + 2);
    }

    @Override
    public int RegisterDeviceWithLocalManagement(int[] there) {
      calls.add("register");
      there[0] = already;
      return 0;
    }

    @Override
    public int ApplyLocalManagementSyncML(byte[] document, long[] answer) {
      calls.add("apply " + Wide.text(document).length());
      answer[0] = Pointer.nativeValue(text);
      return applied;
    }

    @Override
    public int UnregisterDeviceWithLocalManagement() {
      calls.add("unregister");
      return 0;
    }
  }

  @Test
  void anAnswerIsTakenGivenBackAndTheEnrolmentForItGoes() throws IOException {
    assertThat(oracle.answer(GET)).isEqualTo(ANSWER);
    assertThat(calls).containsExactly("register", "apply " + GET.length(), "free", "unregister");
    assertThat(LocalManagement.data(ANSWER))
        .containsExactly(java.util.Map.entry("./DevDetail/SwV", "10.0.1 & more"));
  }

  @Test
  void anEnrolmentThatWasThereStays() throws IOException {
    windows.already = 1;
    oracle.answer(GET);
    assertThat(calls).doesNotContain("unregister");
  }

  @Test
  void whereWindowsRefusesNothingIsLeftBehindEither() {
    windows.applied = 0x8007139F;
    assertThatThrownBy(() -> oracle.answer(GET))
        .hasMessageContaining("Windows is not in embedded mode");
    assertThat(calls).endsWith("free", "unregister");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<SyncML/>",
        "<SyncBody><Replace/></SyncBody>",
        "<SyncBody><Get/><Atomic><Get/></Atomic></SyncBody>",
        "<SyncBody><Get></SyncBody>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><SyncBody><Get/></SyncBody>"
      })
  void whatIsNotOnlyReadingIsNeverHandedToWindows(String document) {
    assertThatThrownBy(() -> oracle.answer(document)).isInstanceOf(IOException.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void aDocumentThatIsTooLongOrTooDeepIsRefused() {
    var deep = "<Get>" + "<a>".repeat(40) + "</a>".repeat(40) + "</Get>";
    for (var body : List.of(deep, "<Get>" + " ".repeat(LocalManagement.LONGEST) + "</Get>")) {
      assertThatThrownBy(() -> oracle.answer("<SyncBody>" + body + "</SyncBody>"))
          .isInstanceOf(IOException.class);
    }
    assertThat(calls).isEmpty();
  }

  /// The process itself, on whatever system this is: a client of Windows refuses what is not only
  /// reading, every other has no such library.
  @Test
  void theProcessSaysWhatItCannotDoAndEnds(@TempDir Path folder) throws Exception {
    var said = LocalManagementProcess.ask(folder, "<SyncBody><Replace/></SyncBody>");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.answer()).isEmpty();
    assertThat(said.errors()).contains("error: ", "hint: ");
  }
}
