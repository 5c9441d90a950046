package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Windows' own CSPs answer is what we read. Only where somebody has put Windows into embedded
/// mode, since asking makes an enrolment for the moment.
final class LocalManagementOnWindows {
  private static final RegistryKey EMBEDDED =
      RegistryKey.machine("SYSTEM\\CurrentControlSet\\Services\\EmbeddedMode\\Parameters");
  private static final RegistryKey EDITION =
      RegistryKey.machine("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion");
  private static final String NAME = "./DevDetail/Ext/Microsoft/DNSComputerName";
  private static final String SERIAL = "./DevDetail/Ext/Microsoft/SMBIOSSerialNumber";
  private static final int SHA256 = 32;

  @TempDir Path folder;
  private final Win32 windows = WineWin32.here();

  @BeforeEach
  void onlyInEmbeddedMode() throws IOException {
    assumeTrue(!WineWin32.isHosted(), "SKIPPED: Wine has no mdmlocalmanagement.dll");
    var registry = new NativeRegistry(windows);
    var kind = registry.value(EDITION, "InstallationType").flatMap(RegistryData::text).orElse("");
    assumeTrue(kind.equals("Client"), "SKIPPED: this Windows is no client but: " + kind);
    var flags = registry.value(EMBEDDED, "Flags").map(RegistryData::bytes).orElse(new byte[0]);
    assumeTrue(
        flags.length == SHA256,
        "SKIPPED: Windows is not in embedded mode; docs/platforms.md says how to set it");
  }

  @Test
  void theCspsAnswerWhatWeRead() throws Exception {
    var answers = LocalManagement.data(ask(get(NAME, SERIAL)));
    var ours = new NativeMachineName(windows);
    assertThat(answers).containsOnlyKeys(NAME, SERIAL);
    var theirs =
        Map.of(
            NAME, answers.getOrDefault(NAME, "").replaceFirst("\\..*", "").toLowerCase(Locale.ROOT),
            SERIAL, answers.getOrDefault(SERIAL, "").strip());
    assertThat(theirs)
        .isEqualTo(
            Map.of(NAME, ours.present().toLowerCase(Locale.ROOT), SERIAL, ours.serial().strip()));
  }

  private static String get(String... addresses) {
    var document = new StringBuilder("<SyncBody>");
    for (int i = 0; i < addresses.length; i++) {
      document.append(
          "<Get><CmdID>%d</CmdID><Item><Target><LocURI>%s</LocURI></Target></Item></Get>"
              .formatted(i + 1, addresses[i]));
    }
    return document.append("<Final/></SyncBody>").toString();
  }

  private String ask(String document) throws Exception {
    var said = LocalManagementProcess.ask(folder, document);
    assumeTrue(!said.errors().contains("embedded mode"), "SKIPPED: " + said.errors());
    assertThat(said.exit()).as(said.errors()).isZero();
    return said.answer();
  }
}
