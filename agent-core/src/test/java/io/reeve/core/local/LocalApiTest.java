package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reeve.core.local.AgentException.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LocalApiTest {
  @TempDir private Path state;
  private final SampleAgent agent = new SampleAgent();
  private StateLock lock;
  private LocalServer server;

  @BeforeEach
  void serve() {
    lock = StateLock.take(state);
    server = LocalServer.start(lock, agent);
  }

  @AfterEach
  void stop() {
    server.close();
    lock.close();
  }

  @Test
  void everyAnswerArrivesAsItWasGiven() {
    var client = LocalClient.of(state).orElseThrow();
    var same = new SampleAgent();
    assertThat(client.status()).isEqualTo(same.status());
    assertThat(client.unenroll()).isEqualTo(same.unenroll());
    assertThat(client.sync(true)).isEqualTo(same.sync(true));
    assertThat(client.sync(false)).isEqualTo(same.sync(false));
    assertThat(client.compliance(true)).isEqualTo(same.compliance(true));
    assertThat(client.tables()).isEqualTo(same.tables());
    assertThat(client.inventory(List.of("uptime"))).isEqualTo(same.inventory(List.of("uptime")));
    assertThat(client.query("select 1")).isEqualTo(same.query("select 1"));
    assertThat(client.settings(false)).isEqualTo(same.settings(false));
    assertThat(client.explain("pw")).isEqualTo(same.explain("pw"));
    assertThat(client.history(1)).isEqualTo(same.history(1));
    assertThat(client.doctor()).isEqualTo(same.doctor());
    assertThat(agent.calls()).isEqualTo(same.calls());
  }

  @Test
  void anEnrolmentArrivesWithItsSecrets() {
    var request =
        new EnrollRequest(
            Optional.of("https://mdm.example.org"),
            Optional.empty(),
            Optional.of("ada"),
            Optional.of("s3cret \"\n"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("-----BEGIN CERTIFICATE-----"));
    LocalClient.of(state).orElseThrow().enroll(request);
    assertThat(agent.enrolments()).containsExactly(request);
  }

  @Test
  void theAgentsRefusalArrivesWithKindAndHint() {
    server.close();
    server = LocalServer.start(lock, SampleAgent.notEnrolled());
    var client = LocalClient.of(state).orElseThrow();
    var refusal = catchThrowableOfType(AgentException.class, client::unenroll);
    assertThat(refusal).hasMessage("this machine is not enrolled");
    assertThat(refusal.kind()).isEqualTo(Kind.NOT_ENROLLED);
    assertThat(refusal.hint()).isEqualTo("enrol it with 'reeve enroll'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | -32700",
        "`` | -32700",
        "{} {} | -32700",
        "[] | -32600",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"status\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"method\":\"status\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"toString\"} | -32601",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sync\"} | -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sync\",\"params\":[true]} | -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sync\",\"params\":{\"wait\":\"x\"}} | -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"history\",\"params\":{\"limit\":1e99}} |"
            + " -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"query\",\"params\":{}} | -32602"
      })
  void aRequestThatMakesNoSenseIsAnsweredWithItsCode(String line, int code) throws IOException {
    assertThat(ask(line)).contains("\"code\":" + code);
    assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tables\"}"))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[\"os_version\",\"processes\",\"uptime\"]}");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    assertThat(ask("[".repeat(100_000))).contains("-32700");
  }

  @Test
  void oneConnectionTakesManyRequests() throws IOException {
    try (var lines = connect()) {
      for (var id = 1; id <= 3; id++) {
        lines.write("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tables\"}", LONG);
        assertThat(lines.read().orElseThrow()).contains("\"id\":" + id);
      }
    }
  }

  @Test
  void aRequestLongerThanTheLimitIsRefused() throws IOException {
    try (var lines = connect()) {
      var writer = Thread.ofVirtual().start(() -> writeQuietly(lines, "x".repeat(1024 * 1024 + 1)));
      assertThat(lines.read().orElseThrow()).contains("longer than 1024 KiB");
      writer.interrupt();
    }
  }

  @Test
  void aClientThatSaysNothingIsLetGo() throws IOException {
    server.close();
    server =
        LocalServer.start(
            lock, Desks.same(agent), java.util.Optional.empty(), Duration.ofMillis(50));
    try (var lines = connect()) {
      assertThat(lines.read()).isEmpty();
    }
  }

  @Test
  void aDefectInTheAgentIsAnswered() {
    var client = LocalClient.of(state).orElseThrow();
    assertThatThrownBy(() -> client.explain(""))
        .isInstanceOf(AgentException.class)
        .hasMessage("the daemon failed at 'explain'");
    assertThat(client.tables()).isNotEmpty();
  }

  @Test
  void aSecondDaemonIsRefused() {
    assertThatThrownBy(() -> StateLock.take(state))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(state.toString());
  }

  @Test
  void theLockIsFreeAgainWhenItWasGivenBack() {
    server.close();
    lock.close();
    lock = StateLock.take(state);
    assertThat(lock.state()).isEqualTo(state);
  }

  @Test
  void aSocketThatADeadDaemonLeftIsReplaced() throws IOException {
    server.close();
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(ApiSocket.file(state)));
    }
    assertThat(LocalClient.of(state)).isEmpty();
    server = LocalServer.start(lock, agent);
    assertThat(LocalClient.of(state)).isPresent();
  }

  @Test
  void withoutASocketThereIsNoDaemon() {
    server.close();
    assertThat(LocalClient.of(state)).isEmpty();
    assertThat(LocalClient.of(state.resolve("x".repeat(200)))).isEmpty();
  }

  @Test
  void everyoneMayReachTheSocketButNotChangeTheFolder() throws IOException {
    assertThat(mode(ApiSocket.file(state))).isEqualTo("rw-rw-rw-");
    assertThat(mode(state)).isEqualTo("rwx--x--x");
    assertThat(mode(state.resolve("lock"))).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx-wx--x"})
  void aFolderThatOthersCanWriteToIsRefusedAndLeftAsItIs(String open) throws IOException {
    var shared = Files.createDirectory(state.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(open));
    assertThatThrownBy(() -> StateLock.take(shared))
        .isInstanceOf(AgentException.class)
        .hasMessage("others can write to the state folder " + shared + " (mode " + open + ")");
    assertThat(mode(shared)).isEqualTo(open);
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void aFolderOfSomebodyElseIsRefusedAndLeftAsItIs() throws IOException {
    assumeTrue(Files.getOwner(state).getName().equals("root"), "only root can give folders away");
    var foreign = Files.createDirectory(state.resolve("foreign"));
    Files.setAttribute(foreign, "unix:uid", 65534);
    var before = mode(foreign);
    assertThatThrownBy(() -> StateLock.take(foreign))
        .isInstanceOf(AgentException.class)
        .hasMessageMatching("the state folder " + foreign + " belongs to .+, not to you");
    assertThat(mode(foreign)).isEqualTo(before);
    assertThat(foreign).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"nothing,rwx--x--x", "reeve.db,rwx--x--x", "letters,rwx------"})
  void anExistingFolderIsOpenedForPassingOnlyWhenItIsPlainlyTheAgents(String holds, String after)
      throws IOException {
    var folder = Files.createDirectory(state.resolve("private"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    if (!holds.equals("nothing")) {
      Files.createFile(folder.resolve(holds));
    }
    StateLock.take(folder).close();
    assertThat(mode(folder)).isEqualTo(after);
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    var folder = Files.createDirectory(state.resolve("linked"));
    Files.createSymbolicLink(folder.resolve("lock"), state.resolve("victim"));
    assertThatThrownBy(() -> StateLock.take(folder)).isInstanceOf(AgentException.class);
    assertThat(state.resolve("victim")).doesNotExist();
  }

  @Test
  void aFolderWhosePathIsTooLongForASocketIsNamed() {
    var deep = state.resolve("d".repeat(120));
    try (var deepLock = StateLock.take(deep)) {
      assertThatThrownBy(() -> LocalServer.start(deepLock, agent))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("too long for a socket");
    }
  }

  @Test
  void thisUserIsAnAdministratorOfItsOwnDaemon() throws IOException {
    try (var channel = SocketChannel.open(ApiSocket.address(state))) {
      var peer = Peer.of(channel, Files.getOwner(state));
      assertThat(peer.administrator()).isTrue();
      assertThat(peer.name()).isEqualTo(Files.getOwner(state).getName());
    }
  }

  @Test
  void nobodyCanTakeAllTheSeats() {
    var seats = new Seats(4, 2);
    var mallory = new Peer("mallory", false);
    var root = new Peer("root", true);
    var taken = new ArrayList<Seats.Seat>();
    seats.take(mallory).ifPresent(taken::add);
    seats.take(mallory).ifPresent(taken::add);
    assertThat(seats.take(mallory)).isEmpty();
    assertThat(seats.take(new Peer("ada", false))).isPresent();
    assertThat(seats.take(root)).isPresent();
    taken.getFirst().close();
    assertThat(seats.take(mallory)).isPresent();
  }

  private static final Duration LONG = Duration.ofSeconds(30);

  private String ask(String line) throws IOException {
    try (var lines = connect()) {
      lines.write(line, LONG);
      return lines.read().orElseThrow();
    }
  }

  private Lines connect() throws IOException {
    return new Lines(SocketChannel.open(ApiSocket.address(state)), 1024 * 1024);
  }

  private static void writeQuietly(Lines lines, String line) {
    try {
      lines.write(line, LONG);
    } catch (IOException _) {
      // The server stopped listening, which is what the test wants.
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
