package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// A machine with accounts in memory, and a service that holds the key. What is kept is in a real
/// store, so that the machine can be cut off and begin again.
final class EscrowStage implements AutoCloseable {
  static final KeyPair SERVICE = pair(2048);
  static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  final FakeAccounts accounts = new FakeAccounts();
  final List<String> news = new ArrayList<>();
  final List<String> consents = new ArrayList<>();
  Optional<String> refusal = Optional.empty();
  private Duration patience = Duration.ofMinutes(1);
  long nanos;
  LocalStore store;
  Escrow escrow;
  LocalAdministrator administrator;
  private final Path folder;

  EscrowStage(Path folder) {
    this.folder = folder;
    this.store = open();
    this.escrow = escrow();
    this.administrator = administrator();
  }

  private LocalStore open() {
    return LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
  }

  private Escrow escrow() {
    return new Escrow(store, () -> news.add("news"), Clock.systemUTC());
  }

  private LocalAdministrator administrator() {
    return new LocalAdministrator(
        accounts, escrow, store.notes(), Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos, patience);
  }

  /// The process ends where it is, in the middle of a change of the password, and another begins.
  void restart() {
    store.close();
    store = open();
    escrow = escrow();
    administrator = administrator();
    administrator.recover(Set.of(RotatePassword.URI));
  }

  @Override
  public void close() {
    store.close();
  }

  static KeyPair pair(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  /// How long the service may take from now on.
  void patience(Duration most) {
    patience = most;
    administrator = administrator();
  }

  /// What the service executes.
  RemoteAction action() {
    return administrator.action();
  }

  Result run() throws IOException {
    return action().run(Value.absent());
  }

  Reply ask(Verb verb, String node, String data) {
    var branch =
        node.startsWith("MSFT")
            ? new LapsBranch(store.notes())
            : new EscrowBranch(escrow, administrator, this::consent);
    return branch.handle(List.of(request(verb, node, data)), false).replies().getFirst();
  }

  static Request request(Verb verb, String node, String data) {
    var uri = OmaUri.parse("./Device/Vendor/" + node);
    return new Request("1", verb, uri, Optional.empty(), Optional.empty(), data);
  }

  private Optional<String> consent(OmaUri what, String argument) {
    consents.add(what + " " + argument);
    return refusal;
  }

  void policy(String node, String value) {
    assertThat(ask(Verb.REPLACE, "MSFT/LAPS/Policies/" + node, value)).isEqualTo(new Reply.Done());
  }

  void giveKey() {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(SERVICE))).isEqualTo(new Reply.Done());
  }

  /// What `ResetPasswordStatus` has.
  String status() {
    return ((Reply.Leaf) ask(Verb.GET, "MSFT/LAPS/Actions/ResetPasswordStatus", "")).data();
  }

  /// What `Escrow/LocalAdministrator` has.
  String known() {
    return ((Reply.Leaf) ask(Verb.GET, "Reeve/Escrow/LocalAdministrator", "")).data();
  }

  /// What was handed over last.
  JsonNode told() throws IOException {
    return JSON.readTree(store.outbox().pending(99).getLast().data());
  }

  /// Every password that the service has been handed.
  List<String> handedOver() throws IOException, GeneralSecurityException {
    var all = new ArrayList<String>();
    for (var row : store.outbox().pending(99)) {
      all.add(opened(JSON.readTree(row.data())));
    }
    return all;
  }

  static String opened(JsonNode told) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, SERVICE.getPrivate(), OAEP);
    var sealed = Base64.getDecoder().decode(told.path("sealed").asText());
    return new String(cipher.doFinal(sealed), StandardCharsets.US_ASCII);
  }

  static String receipt(JsonNode told) throws GeneralSecurityException {
    var bytes = told.path("sealed").asText().getBytes(StandardCharsets.US_ASCII);
    return told.path("id").asText()
        + " "
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  void receive() throws IOException, GeneralSecurityException {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Receipt", receipt(told())))
        .isEqualTo(new Reply.Done());
  }
}
