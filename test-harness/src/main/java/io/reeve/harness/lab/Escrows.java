package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Password;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// The passwords that devices hand over. What is sealed stays so in the database; the key that
/// opens it is a file of its own.
final class Escrows {
  private static final String HOME = "./Device/Vendor/Reeve/Escrow/";
  private static final String ROTATE = "./Device/Vendor/MSFT/LAPS/Actions/ResetPassword";
  private static final int BITS = 3072;
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final Reports reports;
  private final CommandQueue commands;
  private final Path file;

  /// @param file where the key is, or will be once it is needed
  Escrows(Reports reports, CommandQueue commands, Path file) {
    this.reports = reports;
    this.commands = commands;
    this.file = file;
  }

  /// What asks a device for a new password, in order.
  List<Item> asking() {
    var key = Base64.getEncoder().encodeToString(pair().getPublic().getEncoded());
    return List.of(Item.of(HOME + "Key", "chr", key), Item.of(ROTATE, "null", ""));
  }

  static Verb verb(Item item) {
    return item.uri().equals(ROTATE) ? Verb.EXEC : Verb.REPLACE;
  }

  /// Keeps what a device hands over, and says so to it: only then the device goes on.
  void handed(String device, JsonNode data) {
    var id = data.path("id").asText();
    var sealed = data.path("sealed").asText();
    if (id.isEmpty() || open(sealed).isEmpty()) {
      return; // what nobody here can open is not received
    }
    reports.password(device, id, stated(data, "received"));
    commands.add(device, Verb.REPLACE, Item.of(HOME + "Receipt", "chr", id + " " + digest(sealed)));
  }

  /// Takes note of how an action went on, if it was about a password.
  void went(String device, String source, JsonNode data) {
    if (!source.equalsIgnoreCase(ROTATE)) {
      return;
    }
    var text = data.path("text").asText();
    var done = data.path("state").asText().equals("done");
    reports
        .passwords(device)
        .forEach(report -> {
          if (done && text.contains(report.data().path("id").asText("?"))) {
            reports.password(
                device, report.data().path("id").asText(), stated(report.data(), "set"));
          }
        });
  }

  private static JsonNode stated(JsonNode data, String state) {
    var stated = Json.object().put("state", state);
    for (var name : List.of("id", "account", "sealed")) {
      stated.put(name, data.path(name).asText());
    }
    return stated;
  }

  /// What the device has handed over, newest first.
  List<Password> of(String device) {
    return reports.passwords(device).stream()
        .map(report ->
            new Password(
                report.data().path("id").asText(),
                report.data().path("account").asText(),
                open(report.data().path("sealed").asText()).orElse(""),
                report.data().path("state").asText(),
                report.at()))
        .toList();
  }

  private Optional<String> open(String sealed) {
    try {
      var cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
      cipher.init(Cipher.DECRYPT_MODE, pair().getPrivate(), OAEP);
      var bytes = cipher.doFinal(Base64.getDecoder().decode(sealed));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty(); // sealed for somebody else
    }
  }

  private static String digest(String sealed) {
    try {
      var bytes = sealed.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private synchronized KeyPair pair() {
    try {
      if (!Files.exists(file)) {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        var made = generator.generateKeyPair().getPrivate().getEncoded();
        StateFiles.writeSecret(file, Base64.getEncoder().encodeToString(made) + "\n");
      }
      var bytes = Base64.getDecoder().decode(Files.readString(file).strip());
      var factory = KeyFactory.getInstance("RSA");
      var key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(bytes));
      var half = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return new KeyPair(factory.generatePublic(half), key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException failed) {
      throw new IllegalStateException("the key in " + file + " cannot be used", failed);
    }
  }
}
