package io.reeve.core.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentFactory.Place;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An agent that listens, and a service that gives the hints the test wants.
@Timeout(60)
final class HintsTest {
  private static final String HINTS = "https://mdm.example.org/hints?device=1";

  @TempDir private Path folder;
  private final Service service = new Service();
  private Agent agent;

  /// For its timetable time stands still: no session comes by itself.
  @BeforeEach
  void begin() throws Exception {
    agent =
        new Agent(
            Parts.of(
                new Place(folder, folder.resolve("root")),
                new BarePlatform(),
                service,
                Clock.systemUTC(),
                true),
            () -> 0);
    agent.start();
    enrol(Map.of("HintAddress", HINTS));
  }

  private void enrol(Map<String, String> dmClient) throws Exception {
    TestAccount.enrol(agent, Duration.ofDays(365), dmClient);
    arrange();
  }

  private void arrange() {
    agent.loop.ask(() -> {
      agent.sessions.arrange();
      return true;
    });
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private String note() {
    return agent.loop.ask(() -> agent.parts.store().notes().get("hint/heard")).orElse("");
  }

  @Test
  void aHintIsASessionAndIsNotAskedForAgain() throws Exception {
    assertThat(service.questions.take()).isEqualTo(HINTS + "&since=0&wait=240");
    service.hints.put("{\"hint\": 7}");
    service.sessions.take();
    assertThat(service.questions.take()).isEqualTo(HINTS + "&since=7&wait=240");
    assertThat(note()).isEqualTo("7");
  }

  @Test
  void aHintWhoseSessionFailsStaysNews() throws Exception {
    service.questions.take();
    service.down = true;
    service.hints.put("{\"hint\": 7}");
    service.sessions.take();
    assertThat(service.questions.take()).contains("since=0&");
    assertThat(note()).isEmpty();
  }

  @Test
  void whatIsNoHintStartsNothing() throws Exception {
    service.questions.take();
    service.hints.put("{\"hint\": \"now\"}");
    assertThat(service.questions.take()).contains("since=0&");
    assertThat(service.sessions).isEmpty();
  }

  @Test
  void itEndsWithTheEnrolment() throws Exception {
    service.questions.take();
    agent.service().unenroll();
    assertThat(service.interrupted.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(service.questions).isEmpty();
  }

  @Test
  void aServiceThatMovesIsListenedToThere() throws Exception {
    service.questions.take();
    enrol(Map.of("hintaddress", "https://other.example.org/"));
    assertThat(service.questions.take()).startsWith("https://other.example.org/?since=");
  }

  @Test
  void withoutAnAddressOrWithNoneOfHttpsNobodyIsAsked() throws Exception {
    service.questions.take();
    enrol(Map.of("HintAddress", "http://mdm.example.org/hints"));
    assertThat(service.interrupted.poll(30, TimeUnit.SECONDS)).isNotNull();
    enrol(Map.of());
    assertThat(service.questions).isEmpty();
  }

  /// Questions for hints are kept until the test gives one; sessions have nothing to do.
  private static final class Service implements Exchange {
    final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    final BlockingQueue<String> hints = new SynchronousQueue<>();
    final BlockingQueue<String> sessions = new LinkedBlockingQueue<>();
    final BlockingQueue<String> interrupted = new LinkedBlockingQueue<>();
    volatile boolean down;

    @Override
    public Answer send(Call call) throws IOException {
      if (call.method().equals("GET")) {
        questions.add(call.uri().toString());
        return new Answer(200, Map.of(), new HttpBody("application/json", hint()));
      }
      sessions.add(call.uri().toString());
      if (down) {
        throw new ExchangeException(
            ExchangeException.Reason.NO_ROUTE, "the cable is out", "plug it in", new IOException());
      }
      return new Answer(200, Map.of(), new HttpBody(DmAccount.XML, NOTHING_MORE.getBytes(UTF_8)));
    }

    private byte[] hint() throws IOException {
      try {
        return hints.take().getBytes(UTF_8);
      } catch (InterruptedException e) {
        interrupted.add("yes");
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }

    private static final String NOTHING_MORE =
        """
        <SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>
        <MsgID>1</MsgID><Target><LocURI>DEV1</LocURI></Target>
        <Source><LocURI>https://mdm.example.org/omadm</LocURI></Source></SyncHdr>
        <SyncBody><Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef>
        <Cmd>SyncHdr</Cmd><Data>200</Data></Status><Final/></SyncBody></SyncML>
        """;
  }
}
