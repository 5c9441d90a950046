package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The local administrator's password and its age, in a whole daemon.
@Timeout(60)
final class PasswordDueTest {
  private static final String LAPS = "./Device/Vendor/MSFT/LAPS/Policies/";
  private static final Pattern OFFER =
      Pattern.compile("\"id\":\"([0-9a-f-]+)\".*?\"sealed\":\"([A-Za-z0-9+/=]+)\"");

  @TempDir private Path folder;
  private final QueueService service = new QueueService();
  private final Accounts accounts = new Accounts();
  private Agent agent;

  @BeforeEach
  void enrolled() throws Exception {
    agent = open(false);
    TestAccount.enrol(agent, Duration.ofDays(365));
    agent.close();
    agent = open(true);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private Agent open(boolean daemon) {
    var place = new Place(folder, folder.resolve("root"));
    var opened = new Agent(Parts.of(place, new Machine(), service, Clock.systemUTC(), daemon));
    opened.start();
    return opened;
  }

  private static String replace(String id, String uri, String format, String value) {
    return "<Replace><CmdID>"
        + id
        + "</CmdID><Item><Target><LocURI>"
        + uri
        + "</LocURI></Target><Meta><Format xmlns=\"syncml:metinf\">"
        + format
        + "</Format></Meta><Data>"
        + value
        + "</Data></Item></Replace>";
  }

  /// Says that it has what it was handed in this message.
  private static String receipt(String message) {
    var offer = OFFER.matcher(message.replace("&quot;", "\""));
    return offer.find()
        ? replace(
            "9",
            "./Device/Vendor/Reeve/Escrow/Receipt",
            "chr",
            offer.group(1) + " " + digest(offer.group(2)))
        : "";
  }

  private static String digest(String sealed) {
    try {
      var bytes = sealed.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return Base64.getEncoder().encodeToString(generator.generateKeyPair().getPublic().getEncoded());
  }

  @Test
  void theDaemonHandsItOverByItselfSetsItWithTheReceiptAndTellsSo() throws Exception {
    service.reply = PasswordDueTest::receipt;
    service.commands.add(replace("2", "./Device/Vendor/Reeve/Escrow/Key", "chr", key()));
    service.commands.add(replace("3", LAPS + "BackupDirectory", "int", "1"));

    agent.service().sync(true);

    while (!service.all().contains("admin has the new password")) {
      Thread.onSpinWait();
    }
    assertThat(accounts.sets).hasValue(1);
    assertThat(service.all()).contains("LAPS/Actions/ResetPassword");
    assertThat(agent.service().history(50))
        .filteredOn(event -> event.text().contains("has the new password"))
        .extracting("by")
        .containsExactly("the agent, by the password's age");

    agent.service().sync(true);
    assertThat(accounts.sets).as("it is new").hasValue(1);
  }

  private final class Machine extends BarePlatform {
    @Override
    public LocalAccounts accounts(Host host) {
      return accounts;
    }
  }

  /// One account.
  private static final class Accounts implements LocalAccounts {
    private final AtomicInteger sets = new AtomicInteger();

    @Override
    public String administrator() {
      return "admin";
    }

    @Override
    public void needSettable(String account) {
      assertThat(account).isEqualTo("admin");
    }

    @Override
    public void setPassword(String account, Secret password) {
      var _ = sets.incrementAndGet();
    }

    @Override
    public boolean isPassword(String account, Secret password) {
      return true;
    }

    @Override
    public void disable(String account) {
      throw new AssertionError("nobody is disabled");
    }

    @Override
    public void enable(String account) {
      throw new AssertionError("nobody is enabled");
    }
  }
}
