package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// A certificate of a person, as an organisation hands them out.
///
/// @param identity a PKCS#12 file with certificate and key
/// @param authority a PEM file with who issued it
record UserCertificate(Path identity, Path authority) {
  static final String PASSWORD = "of the identity file";

  /// @param person the mail address in it
  static UserCertificate make(Path folder, String person)
      throws IOException, InterruptedException, GeneralSecurityException {
    var identity = folder.resolve("person.p12");
    var secret = Files.writeString(folder.resolve("person.password"), PASSWORD);
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "person",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + person,
                "-ext",
                "SAN=email:" + person,
                "-ext",
                "BC=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                identity.toString(),
                "-storepass:file",
                secret.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new UserCertificate(identity, authority(folder, identity));
  }

  private static Path authority(Path folder, Path identity)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(identity.toFile(), PASSWORD.toCharArray());
    var der = store.getCertificate("person").getEncoded();
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return Files.writeString(
        folder.resolve("authority.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + lines.encodeToString(der)
            + "\n-----END CERTIFICATE-----\n");
  }

  /// The PKCS#12 file as it travels.
  String base64() throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(identity));
  }
}
