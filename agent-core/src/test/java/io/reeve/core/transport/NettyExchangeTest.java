package io.reeve.core.transport;

import static io.reeve.core.transport.ScriptedServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeve.enroll.Exchange;
import io.reeve.enroll.Exchange.Call;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.ExchangeException.Reason;
import io.reeve.enroll.HttpBody;
import io.reeve.enroll.UntrustedServerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class NettyExchangeTest {
  private static final TestCa CA = new TestCa();
  private static final TestCa STRANGER = new TestCa();
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final Exchange exchange = new NettyExchange();

  @Test
  void aRequestArrivesWholeAndItsAnswerComesBack() throws IOException {
    var answer = "HTTP/1.1 201 Created\r\nContent-Type: text/x\r\nX-A: 1\r\nX-A: 2\r\n";
    try (var server = secure(says(answer + "Content-Length: 5\r\n\r\nhello"))) {
      var body = new HttpBody("text/plain", "ask".getBytes(StandardCharsets.UTF_8));
      var got =
          exchange.send(
              new Call(
                  "POST",
                  server.at("https", "localhost"),
                  Map.of("User-Agent", "tester"),
                  body,
                  CA.trusting(),
                  Duration.ofSeconds(20)));
      assertThat(got.status()).isEqualTo(201);
      assertThat(got.header("x-a")).contains("1");
      assertThat(got.body().contentType()).isEqualTo("text/x");
      assertThat(text(got)).isEqualTo("hello");
      assertThat(server.requests().getFirst())
          .startsWith("POST /path?x=1 HTTP/1.1\n")
          .containsIgnoringCase("host: localhost:" + server.port() + "\n")
          .containsIgnoringCase("user-agent: tester\n")
          .containsIgnoringCase("content-type: text/plain\n")
          .endsWith("ask");
    }
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws IOException {
    try (var server =
        secure(says("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"))) {
      var got = exchange.send(get(server.at("https", "localhost"), CA.trusting()));
      assertThat(got.status()).isEqualTo(302);
      assertThat(got.header("Location")).contains("/next");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void plainHttpIsSpokenOnlyWhenTheAddressSaysSo() throws IOException {
    try (var server = ScriptedServer.plain(says(OK + "Content-Length: 2\r\n\r\nhi"))) {
      assertThat(text(exchange.send(get(server.at("http", "localhost"), CA.trusting()))))
          .isEqualTo("hi");
    }
  }

  @Test
  void aPortThatDoesNotSpeakTlsIsNamed() throws IOException {
    try (var greeting = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> greet(greeting));
      var uri = URI.create("https://127.0.0.1:" + greeting.getLocalPort() + "/");
      var failure = failure(uri, CA.trusting());
      assertThat(failure.reason()).isEqualTo(Reason.ANSWER_BROKEN);
      assertThat(failure).hasMessageContaining("does not speak TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n",
        "Content-Length: 5\r\n\r\nhello",
        "\r\nhello"
      })
  void everyWayToDelimitAnAnswerIsUnderstood(String rest) throws IOException {
    try (var server = secure(says(OK + rest))) {
      assertThat(text(exchange.send(get(server.at("https", "localhost"), CA.trusting()))))
          .isEqualTo("hello");
    }
  }

  @Test
  void aContinueBeforeTheAnswerIsPassedOver() throws IOException {
    var answer = "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nhi";
    try (var server = secure(says(answer))) {
      assertThat(text(exchange.send(get(server.at("https", "localhost"), CA.trusting()))))
          .isEqualTo("hi");
    }
  }

  @Test
  void aPackedAnswerIsUnpacked() throws IOException {
    try (var server =
        secure((_, out) -> sendPacked(out, "hello".getBytes(StandardCharsets.UTF_8)))) {
      var got = exchange.send(get(server.at("https", "localhost"), CA.trusting()));
      assertThat(text(got)).isEqualTo("hello");
      assertThat(server.requests().getFirst()).containsIgnoringCase("accept-encoding: gzip\n");
    }
  }

  @Test
  void aSmallPackageThatUnpacksToTooMuchIsRefused() throws IOException {
    try (var server = secure((_, out) -> sendPacked(out, new byte[64 * 1024 * 1024]))) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure.reason()).isEqualTo(Reason.ANSWER_TOO_LARGE);
      assertThat(failure).hasMessageContaining("localhost:").hasMessageContaining("5 MiB");
    }
  }

  @Test
  void aCutPackageIsABrokenAnswer() throws IOException {
    var head = OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n";
    try (var server = secure(says(head + "\u001f\u008b\b\0"))) {
      assertThat(failure(server.at("https", "localhost"), CA.trusting()).reason())
          .isEqualTo(Reason.ANSWER_BROKEN);
    }
  }

  @Test
  void anAnswerThatAnnouncesTooMuchIsRefusedAtOnce() throws IOException {
    var announced = OK + "Content-Length: " + (Exchange.MAX_ANSWER + 1) + "\r\n\r\n";
    try (var server = secure(hangingAfter(announced))) {
      assertThat(failure(server.at("https", "localhost"), CA.trusting()).reason())
          .isEqualTo(Reason.ANSWER_TOO_LARGE);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsCutOff() throws IOException {
    try (var server = secure((_, out) -> sendForever(out))) {
      assertThat(failure(server.at("https", "localhost"), CA.trusting()).reason())
          .isEqualTo(Reason.ANSWER_TOO_LARGE);
    }
  }

  @Test
  void anAnswerOfExactlyTheLimitIsTaken() throws IOException {
    try (var server = secure((_, out) -> send(out, new byte[Exchange.MAX_ANSWER]))) {
      var got = exchange.send(get(server.at("https", "localhost"), CA.trusting()));
      assertThat(got.body().length()).isEqualTo(Exchange.MAX_ANSWER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n"
      })
  void anAnswerThatIsCutOffOrNotHttpIsBroken(String sent) throws IOException {
    try (var server = secure(says(sent))) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure.reason()).isEqualTo(Reason.ANSWER_BROKEN);
      assertThat(failure).hasMessageContaining("localhost:" + server.port());
      assertThat(failure.hint()).isNotEmpty();
    }
  }

  @Test
  void headersWithoutEndAreRefused() throws IOException {
    try (var server = secure(says(OK + "X: " + "y".repeat(64 * 1024) + "\r\n\r\n"))) {
      assertThat(failure(server.at("https", "localhost"), CA.trusting()).reason())
          .isEqualTo(Reason.ANSWER_BROKEN);
    }
  }

  @Test
  void aServerThatNeverAnswersRunsIntoTheDeadline() throws IOException {
    try (var server = secure(hangingAfter(""))) {
      var call = get(server.at("https", "localhost"), CA.trusting(), Duration.ofMillis(900));
      var failure = catchThrowableOfType(ExchangeException.class, () -> exchange.send(call));
      assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(failure).hasMessageContaining("localhost:" + server.port());
    }
  }

  @Test
  void aServerThatNeverShakesHandsRunsIntoTheDeadline() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      var uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/");
      var call = get(uri, CA.trusting(), Duration.ofMillis(300));
      var failure = catchThrowableOfType(ExchangeException.class, () -> exchange.send(call));
      assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws IOException {
    try (var server = tls(CA.identified("other.example"), false)) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure).isInstanceOf(UntrustedServerException.class);
      assertThat(failure.reason()).isEqualTo(Reason.WRONG_HOST);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aNameInTheCertificateDoesNotProveAnAddress() throws IOException {
    try (var server = tls(CA.identified("localhost"), false)) {
      assertThat(failure(server.at("https", "127.0.0.1"), CA.trusting()).reason())
          .isEqualTo(Reason.WRONG_HOST);
    }
  }

  @Test
  void anAddressInTheCertificateProvesThatAddress() throws IOException {
    try (var server = tls(CA.identified("127.0.0.1"), false)) {
      var got = exchange.send(get(server.at("https", "127.0.0.1"), CA.trusting()));
      assertThat(got.status()).isEqualTo(200);
    }
  }

  @Test
  void aServerIsReachedOverIpVersion6() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(hasIpVersion6(), "this machine has no IPv6");
    try (var server = ScriptedServer.tls(CA.identified("::1"), false, "::1", says(OK + "\r\nhi"))) {
      var got = exchange.send(get(server.at("https", "[::1]"), CA.trusting()));
      assertThat(text(got)).isEqualTo("hi");
      assertThat(server.requests().getFirst())
          .containsIgnoringCase("host: [::1]:" + server.port() + "\n");
    }
  }

  @Test
  void anEndedCertificateIsRefused() throws IOException {
    try (var server = tls(CA.expired("localhost"), false)) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure).isInstanceOf(UntrustedServerException.class);
      assertThat(failure.reason()).isEqualTo(Reason.EXPIRED);
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws IOException {
    try (var server = tls(STRANGER.identified("localhost"), false)) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure).isInstanceOf(UntrustedServerException.class);
      assertThat(failure.reason()).isEqualTo(Reason.NOT_TRUSTED);
      assertThat(failure).hasMessageContaining("localhost:" + server.port());
    }
  }

  @Test
  void aServerThatWantsACertificateGetsOurs() throws IOException {
    try (var server = tls(CA.identified("localhost"), true)) {
      var got = exchange.send(get(server.at("https", "localhost"), CA.identified("device")));
      assertThat(got.status()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatWantsACertificateAndGetsNoneSaysSo() throws IOException {
    try (var server = tls(CA.identified("localhost"), true)) {
      var failure = failure(server.at("https", "localhost"), CA.trusting());
      assertThat(failure.reason()).isEqualTo(Reason.TLS_REFUSED);
      assertThat(failure.hint()).contains("client certificate");
    }
  }

  @Test
  void aPortWhereNothingListensRefuses() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = closed.getLocalPort();
    }
    var failure = failure(URI.create("https://127.0.0.1:" + port + "/"), CA.trusting());
    assertThat(failure.reason()).isEqualTo(Reason.CONNECTION_REFUSED);
    assertThat(failure).hasMessage("127.0.0.1:" + port + " refused the connection");
  }

  @Test
  void aNameWithoutAddressIsNotFound() {
    var failure = failure(URI.create("https://no-such-host.invalid/"), CA.trusting());
    assertThat(failure.reason()).isEqualTo(Reason.NAME_NOT_FOUND);
    assertThat(failure).hasMessageContaining("no-such-host.invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://localhost/", "relative", "https:///path", "https://a_b/", "https://h:0/"})
  void anAddressThatCannotBeUsedIsNamed(String uri) {
    var failure = failure(URI.create(uri), CA.trusting());
    assertThat(failure).hasMessageContaining(uri);
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws IOException {
    try (var server = secure(hangingAfter(""))) {
      Thread.currentThread().interrupt();
      var thrown =
          catchThrowableOfType(
              IOException.class,
              () -> exchange.send(get(server.at("https", "localhost"), CA.trusting())));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(thrown).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void noThreadIsLeftWhenTheCallIsOver() throws Exception {
    try (var server = tls(CA.identified("localhost"), false)) {
      exchange.send(get(server.at("https", "localhost"), CA.trusting()));
      for (var thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("reeve-net")) {
          thread.join(Duration.ofSeconds(20));
          assertThat(thread.isAlive()).isFalse();
        }
      }
    }
  }

  private ExchangeException failure(URI uri, SSLContext tls) {
    return catchThrowableOfType(ExchangeException.class, () -> exchange.send(get(uri, tls)));
  }

  private static Call get(URI uri, SSLContext tls) {
    return get(uri, tls, Duration.ofSeconds(30));
  }

  private static Call get(URI uri, SSLContext tls, Duration deadline) {
    return new Call("GET", uri, Map.of(), HttpBody.NONE, tls, deadline);
  }

  private static ScriptedServer secure(ScriptedServer.Script script) throws IOException {
    return ScriptedServer.tls(CA.identified("localhost"), false, script);
  }

  private static ScriptedServer tls(SSLContext context, boolean needClient) throws IOException {
    return ScriptedServer.tls(context, needClient, says(OK + "Content-Length: 0\r\n\r\n"));
  }

  private static ScriptedServer.Script hangingAfter(String text) {
    return (_, out) -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      new CountDownLatch(1).await();
    };
  }

  private static void greet(ServerSocket server) {
    try (var client = server.accept()) {
      client.getOutputStream().write("SSH-2.0-Test\r\n".getBytes(StandardCharsets.UTF_8));
      client.getInputStream().readAllBytes();
    } catch (IOException _) {
      // The client hangs up, as it should.
    }
  }

  private static void sendPacked(OutputStream out, byte[] content) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    var head = OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    packed.writeTo(out);
  }

  private static void send(OutputStream out, byte[] content) throws IOException {
    var head = OK + "Content-Length: " + content.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(content);
  }

  private static void sendForever(OutputStream out) throws IOException {
    out.write((OK + "\r\n").getBytes(StandardCharsets.UTF_8));
    while (true) {
      out.write(new byte[64 * 1024]);
    }
  }

  private static String text(Exchange.Answer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  private static boolean hasIpVersion6() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
