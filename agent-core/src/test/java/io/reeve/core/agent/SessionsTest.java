package io.reeve.core.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An agent put together, with a service that answers when the test lets it.
@Timeout(60)
final class SessionsTest {
  @TempDir private Path folder;
  private final Service service = new Service();
  private Agent agent;
  private AgentService desk;

  @BeforeEach
  void enrolled() throws Exception {
    agent = open();
    agent.start();
    desk = agent.service();
    TestAccount.enrol(agent, Duration.ofDays(365));
  }

  @AfterEach
  void close() {
    service.open();
    agent.close();
  }

  private Agent open() {
    var place = new Place(folder, folder.resolve("root"));
    return new Agent(Parts.of(place, new BarePlatform(), service, Clock.systemUTC(), false));
  }

  private <T> CompletableFuture<T> aside(java.util.function.Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  @Test
  void aSessionThatFailsMakesRoomForTheNext() {
    service.down = true;
    service.open();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> desk.sync(true))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("the test pulled the cable");
    }
    service.down = false;
    assertThat(desk.sync(true).record()).get().matches(Views.SyncRecord::ok);
  }

  @Test
  void aDefectBelowASessionEndsItAndMakesRoomForTheNext() {
    service.open();
    service.defect = true;
    assertThatThrownBy(() -> desk.sync(true)).hasMessageContaining("a defect of the agent");
    service.defect = false;
    assertThat(desk.sync(true).record()).get().matches(Views.SyncRecord::ok);
  }

  @Test
  void twoWhoUnenrolWhileASessionRunsGetOneAndTheSameEnd() throws Exception {
    var sync = aside(() -> desk.sync(true));
    service.asked.take();
    var one = aside(desk::unenroll);
    var other = aside(desk::unenroll);
    while (agent.loop.ask(agent.sessions::departure).isEmpty()) {
      Thread.onSpinWait();
    }
    service.open();
    assertThat(sync.join().record()).get().matches(Views.SyncRecord::ok);
    assertThat(one.join().serviceTold()).isTrue();
    assertThat(other.handle((done, e) -> e == null ? done : one.join()).join())
        .isEqualTo(one.join());
    assertThat(service.bodies).filteredOn(body -> body.contains("unenrollment")).hasSize(1);
    assertThat(agent.loop.ask(agent.parts.enrolment()::current)).isEmpty();
    assertThat(agent.parts.keys().identity()).isEmpty();
    assertThatThrownBy(desk::unenroll).hasMessage("this machine is not enrolled");
  }

  @Test
  void anUnenrolmentDuringARenewalLeavesNoEnrolmentBehind() throws Exception {
    agent.loop.ask(() -> {
      agent.parts.enrolment().renew();
      agent.sessions.renew();
      return true;
    });
    service.asked.take();
    var end = aside(desk::unenroll);
    while (agent.loop.ask(agent.sessions::departure).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(service.bodies).as("the farewell waits for the renewal").hasSize(1);
    service.open();
    assertThat(end.join().left()).isEmpty();
    assertThat(agent.loop.ask(agent.parts.enrolment()::current)).isEmpty();
    assertThat(agent.parts.keys().identity()).isEmpty();
  }

  @Test
  void aRenewalThatMeetsADefectIsTriedAgainLaterAndNotAtOnce() throws Exception {
    service.defect = true;
    service.open();
    agent.loop.ask(() -> {
      agent.parts.enrolment().renew();
      agent.sessions.renew();
      return true;
    });
    while (agent.loop.ask(agent.parts.enrolment()::renewalAsked)) {
      Thread.onSpinWait();
    }
    var state = agent.loop.ask(agent.parts.enrolment()::renewal);
    assertThat(state.failures()).isEqualTo(1);
    assertThat(state.nextTry()).get().matches(next -> next.isAfter(Instant.now()));
  }

  @Test
  void anEndThatTheServiceAskedForIsNotForgottenWhenTheProcessEnds() {
    agent.loop.ask(() -> {
      agent.parts.enrolment().unenroll();
      return true;
    });
    agent.close();
    agent = open();
    agent.start();
    assertThat(agent.loop.ask(agent.parts.enrolment()::leaving)).isTrue();
    service.open();
    var _ = agent.service().sync(true);
    assertThat(agent.loop.ask(agent.parts.enrolment()::current)).isEmpty();
    assertThat(agent.loop.ask(agent.parts.enrolment()::leaving)).isFalse();
  }

  @Test
  void whoeverWaitsForASessionHearsThatTheAgentHasEnded() throws Exception {
    var sync = aside(() -> desk.sync(true));
    service.asked.take();
    agent.close();
    assertThatThrownBy(sync::join).hasRootCauseMessage("the agent has ended");
  }

  /// Holds every call until it is opened; then a session has nothing to do.
  private static final class Service implements Exchange {
    final BlockingQueue<URI> asked = new LinkedBlockingQueue<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> gate = new CompletableFuture<>();
    volatile boolean down;
    volatile boolean defect;

    void open() {
      gate.complete(true);
    }

    @Override
    public Answer send(Call call) throws IOException {
      bodies.add(new String(call.body().bytes(), UTF_8));
      asked.add(call.uri());
      gate.join();
      if (defect) {
        throw new IllegalStateException("a defect, as this test wants");
      }
      if (down) {
        throw new ExchangeException(
            ExchangeException.Reason.NO_ROUTE,
            "the test pulled the cable",
            "plug it in",
            new IOException("no cable"));
      }
      var answer = new HttpBody(DmAccount.XML, NOTHING_MORE.getBytes(UTF_8));
      return new Answer(200, Map.of(), answer);
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
