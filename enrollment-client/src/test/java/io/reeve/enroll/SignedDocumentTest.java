package io.reeve.enroll;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As openssl judges it, which knows nothing of us.
final class SignedDocumentTest {
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");
  private static final byte[] TEXT = "<plist><string>a setting</string></plist>\n".getBytes(UTF_8);
  private final Pki pki = new Pki();
  @TempDir Path folder;

  @BeforeEach
  void needOpenssl() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(OPENSSL), "needs /usr/bin/openssl (apt package openssl)");
    var pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pki.root.getEncoded());
    Files.writeString(
        folder.resolve("root.pem"),
        "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
  }

  /// @return what openssl says the signed bytes are; empty when it takes the signature for false
  private String verified(byte[] signed) throws IOException, InterruptedException {
    Files.write(folder.resolve("signed"), signed);
    var verify =
        List.of(
            OPENSSL.toString(),
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-binary",
            "-purpose",
            "any",
            "-no_check_time",
            "-in",
            "signed",
            "-CAfile",
            "root.pem",
            "-out",
            "content");
    var process =
        new ProcessBuilder(verify)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return process.waitFor() == 0 ? Files.readString(folder.resolve("content")) : "";
  }

  @Test
  void whoTrustsTheRootTellsWhoseItIsByWhatIsBesideIt() throws Exception {
    var signed = SignedDocument.of(TEXT, pki.identity("CN=device"));
    assertThat(verified(signed)).isEqualTo(new String(TEXT, UTF_8));
  }

  @Test
  void oneThatWasAlteredIsNoticed() throws Exception {
    var signed = SignedDocument.of(TEXT, pki.identity("CN=device"));
    int at = new String(signed, ISO_8859_1).indexOf("setting");
    signed[at] = 'S';
    assertThat(verified(signed)).isEmpty();
  }

  @Test
  void oneOfAnotherAuthorityIsNotTakenForOurs() throws Exception {
    var signed = SignedDocument.of(TEXT, new Pki().identity("CN=device"));
    assertThat(verified(signed)).isEmpty();
  }
}
