package io.reeve.core.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.History;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The local administrator's password and the service that keeps it.
final class RotatePasswordTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  @TempDir private Path folder;
  private static final KeyPair service = pair(2048);
  private static final KeyPair OTHER = pair(2048);
  private final FakeAccounts accounts = new FakeAccounts();
  private final List<String> news = new ArrayList<>();
  private final List<String> consents = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();
  private LocalStore store;
  private Escrow escrow;

  private static KeyPair pair(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), Clock.systemUTC());
    escrow = new Escrow(store, () -> news.add("news"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RotatePassword action(Duration patience) {
    return new RotatePassword(accounts, escrow, store.notes(), patience);
  }

  private Result run() throws IOException {
    return action(Duration.ofMinutes(1)).run(Value.absent());
  }

  private Reply ask(Verb verb, String node, String data) {
    var request =
        new Request(
            "1",
            verb,
            OmaUri.parse("./Device/Vendor/" + node),
            Optional.empty(),
            Optional.empty(),
            data);
    var branch =
        node.startsWith("MSFT")
            ? new LapsBranch(store.notes())
            : new EscrowBranch(escrow, this::consent);
    return branch.handle(List.of(request), false).replies().getFirst();
  }

  private Optional<String> consent(OmaUri what, String argument) {
    consents.add(what + " " + argument);
    return refusal;
  }

  private void giveKey() {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(service))).isEqualTo(new Reply.Done());
  }

  private static String text(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  private JsonNode told() throws IOException {
    return JSON.readTree(store.outbox().pending(9).getLast().data());
  }

  private static String opened(JsonNode told) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, service.getPrivate(), OAEP);
    var sealed = Base64.getDecoder().decode(told.path("sealed").asText());
    return new String(cipher.doFinal(sealed), StandardCharsets.US_ASCII);
  }

  private static String receipt(JsonNode told) throws GeneralSecurityException {
    var bytes = told.path("sealed").asText().getBytes(StandardCharsets.US_ASCII);
    return told.path("id").asText()
        + " "
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void receive() throws Exception {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Receipt", receipt(told())))
        .isEqualTo(new Reply.Done());
  }

  @Test
  void thePasswordIsSetWhenTheServiceHasItAndNotBefore() throws Exception {
    giveKey();
    var later = (Result.Later) run();
    var made = opened(told());
    assertThat(made).hasSize(14).matches(".*[A-Z].*").matches(".*[a-z].*").matches(".*[0-9].*");
    assertThat(told().path("account").asText()).isEqualTo("admin");
    assertThat(accounts.passwords).containsEntry("admin", "old");
    assertThat(store.outbox().pending(9).toString()).doesNotContain(made);
    assertThat(news).hasSize(1);

    receive();
    assertThat(later.work().call())
        .isEqualTo(new Result.Done("admin has the new password, " + told().path("id").asText()));
    assertThat(accounts.passwords).containsEntry("admin", made).containsEntry("root", "old");
    assertThat(ask(Verb.GET, "Reeve/Escrow/Waiting", "").toString()).doesNotContain("sealed");
  }

  @Test
  void withoutAReceiptTheOldPasswordStaysAndALateReceiptChangesNothing() throws Exception {
    giveKey();
    var later = (Result.Later) action(Duration.ZERO).run(Value.absent());
    assertThatThrownBy(() -> later.work().call())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the old one stays");
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Receipt", receipt(told())))
        .isInstanceOf(Reply.Refused.class);
    assertThat(accounts.passwords).containsEntry("admin", "old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ID", "ID 00", "other HASH", "ID HASH more"})
  void aReceiptForSomethingElseIsNone(String receipt) throws Exception {
    giveKey();
    var _ = run();
    var words = receipt(told()).split(" ");
    var wrong = receipt.replace("ID", words[0]).replace("HASH", words[1]);
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Receipt", wrong))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(Code.NOT_FOUND));
    assertThat(escrow.waiting()).isPresent();
  }

  @Test
  void aPasswordThatTheSystemRefusesOrDoesNotTakeIsToldAsFailed() throws Exception {
    giveKey();
    var first = (Result.Later) run();
    receive();
    accounts.refuses = true;
    assertThatThrownBy(() -> first.work().call())
        .hasMessage("the password of admin stays as it was: the disk is full");
    accounts.refuses = false;
    accounts.deaf = true;
    var second = (Result.Later) run();
    receive();
    assertThatThrownBy(() -> second.work().call()).hasMessageContaining("does not take it");
    assertThat(accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void whatTheSystemCutOffIsToldByThePasswordThatCounts() throws Exception {
    giveKey();
    var first = (Result.Later) run();
    receive();
    accounts.late = true;
    assertThat(first.work().call().toString())
        .contains("Done", "admin has the new password", "though the system said: it took too long");
    var second = (Result.Later) run();
    receive();
    accounts.silent = true;
    assertThatThrownBy(() -> second.work().call())
        .hasMessageStartingWith("it cannot be told whether admin has the new password");
  }

  @Test
  void whatWasOfferedEndsWithTheEnrolmentAndIsNeverSet() throws Exception {
    giveKey();
    var waiting = (Result.Later) run();
    var told = told();
    escrow.end();
    assertThat(escrow.key()).isEmpty();
    assertThat(ask(Verb.GET, "Reeve/Escrow/Waiting", "").toString()).doesNotContain("sealed");
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Receipt", receipt(told)))
        .isInstanceOf(Reply.Refused.class);
    assertThatThrownBy(() -> waiting.work().call()).hasMessageContaining("the enrolment has ended");
    assertThat(accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void whatWasReceivedAndNotSetWhenTheEnrolmentEndedIsNotSetEither() throws Exception {
    giveKey();
    var later = (Result.Later) run();
    receive();
    escrow.end();
    assertThatThrownBy(() -> later.work().call()).hasMessageContaining("the enrolment has ended");
    assertThat(accounts.passwords).containsEntry("admin", "old");
  }

  @Test
  void everyChangeOfTheKeyIsInTheLedger() throws Exception {
    giveKey();
    giveKey();
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(OTHER))).isEqualTo(new Reply.Done());
    assertThat(ask(Verb.DELETE, "Reeve/Escrow/Key", "")).isEqualTo(new Reply.Done());
    assertThat(store.history().about(EscrowBranch.KEY.toString(), 9))
        .extracting(History.Event::text)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).endsWith("from now on."),
            text -> assertThat(text).contains(", and not with "),
            text -> assertThat(text).contains("was taken away"));
  }

  @Test
  void anotherKeyThanTheFirstNeedsAnApproversWord() throws Exception {
    refusal = Optional.of("this device needs the approval of a second person for it");
    giveKey();
    giveKey();
    assertThat(consents).isEmpty();
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(OTHER)))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.reason()).contains("the key stays as it is"));
    assertThat(ask(Verb.DELETE, "Reeve/Escrow/Key", "")).isInstanceOf(Reply.Refused.class);
    assertThat(escrow.key().orElseThrow().text()).isEqualTo(text(service));
    assertThat(consents)
        .containsExactly(EscrowBranch.KEY + " " + text(OTHER), EscrowBranch.KEY + " ");
    refusal = Optional.empty();
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(OTHER))).isEqualTo(new Reply.Done());
    assertThat(escrow.key().orElseThrow().text()).isEqualTo(text(OTHER));
  }

  @Test
  void nothingIsMadeWithoutAKeyForAnUnknownAccountOrWhileOneWaits() throws Exception {
    assertThat(run().toString()).contains("Refused", "Escrow/Key");
    giveKey();
    ask(Verb.ADD, "MSFT/LAPS/Policies/AdministratorAccountName", "nobody");
    assertThat(run().toString()).contains("Refused", "no account 'nobody'");
    ask(Verb.REPLACE, "MSFT/LAPS/Policies/AdministratorAccountName", "root");
    assertThat(run()).isInstanceOf(Result.Later.class);
    assertThat(told().path("account").asText()).isEqualTo("root");
    assertThat(run().toString()).contains("Refused", "waits for the service's receipt");
    assertThat(action(Duration.ZERO).run(Value.of("root"))).isInstanceOf(Result.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 1, [A-Z]{8}",
    "64, 2, [A-Za-z]{64}",
    "20, 3, [A-Za-z0-9]{20}",
    "8, 4, [A-Za-z0-9!#%+.:=?@_\\x2c-]{8}",
    "64, 5, [ACEFHJ-NPRTXYa-km-np-ux-y347!#%+.:=?@_\\x2c-]{64}"
  })
  void aPasswordIsAsThePoliciesSayAndHasEveryKind(int length, int complexity, String pattern) {
    for (int i = 0; i < 50; i++) {
      try (var made = new PasswordRule(length, complexity).make(new SecureRandom())) {
        var text = new String(made.copy(), StandardCharsets.US_ASCII);
        assertThat(text).matches(pattern).matches(".*[A-Z].*");
        assertThat(complexity < 4 || text.matches(".*[^A-Za-z0-9].*")).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PasswordLength, 7",
    "PasswordLength, 65",
    "PasswordLength, x",
    "PasswordComplexity, 0",
    "PasswordComplexity, 6",
    "AdministratorAccountName, a:b",
    "AdministratorAccountName, ''"
  })
  void aPolicyThatHasNoMeaningIsRefused(String node, String value) {
    assertThat(ask(Verb.ADD, "MSFT/LAPS/Policies/" + node, value))
        .isInstanceOf(Reply.Refused.class);
    assertThat(ask(Verb.GET, "MSFT/LAPS/Policies/" + node, "")).isInstanceOf(Reply.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"})
  void whatIsNoKeyIsRefused(String key) {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", key)).isInstanceOf(Reply.Refused.class);
    assertThat(escrow.key()).isEmpty();
  }

  @Test
  void aKeyThatIsTooShortIsRefused() {
    assertThat(ask(Verb.REPLACE, "Reeve/Escrow/Key", text(pair(1024))))
        .isInstanceOfSatisfying(
            Reply.Refused.class, refused -> assertThat(refused.reason()).contains("1024 bits"));
  }

  @Test
  void anAccountIsDisabledAndEnabledByItsName() throws IOException {
    var disable = AccountSwitch.both(accounts).getFirst();
    var enable = AccountSwitch.both(accounts).getLast();
    assertThat(disable.isDestructive()).isTrue();
    assertThat(enable.isDestructive()).isFalse();
    assertThat(disable.obstacle(Value.absent())).isPresent();
    assertThat(disable.run(Value.of("nobody")))
        .isEqualTo(new Result.Refused("no account 'nobody'"));
    assertThat(disable.run(Value.of(" admin "))).isInstanceOf(Result.Done.class);
    assertThat(accounts.disabled).containsExactly("admin");
    assertThat(enable.run(Value.of("admin"))).isEqualTo(new Result.Done("admin is enabled"));
    assertThat(accounts.disabled).isEmpty();
  }
}
