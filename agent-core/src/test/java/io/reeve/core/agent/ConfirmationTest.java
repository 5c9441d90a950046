package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Trial;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Authority;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Changes that can cut the way to the service, in a whole agent. The time runs out when the test
/// says so.
@Timeout(60)
final class ConfirmationTest {
  private static final OmaUri HOST = OmaUri.parse("./Device/Vendor/Reeve/Hosts/mdm.example.org");

  @TempDir private Path folder;
  private final QueueService service = new QueueService();
  private final Map<String, Value> hosts = new ConcurrentHashMap<>();
  private final AtomicLong passed = new AtomicLong();
  private Agent agent;

  @BeforeEach
  void enrolled() throws Exception {
    Files.writeString(folder.resolve("agent.json"), "{\"confirmSeconds\": 3600}");
    agent = open(false);
    TestAccount.enrol(agent, Duration.ofDays(365));
    agent.service().sync(true);
  }

  @AfterEach
  void close() {
    service.release();
    agent.close();
  }

  private Agent open(boolean daemon) {
    var place = new Place(folder, folder.resolve("root"));
    var opened =
        new Agent(
            Parts.of(place, new Machine(hosts), service, Clock.systemUTC(), daemon),
            () -> System.nanoTime() + passed.get());
    opened.start();
    return opened;
  }

  private void restart(boolean daemon) {
    agent.close();
    agent = open(daemon);
  }

  private void set(String value) {
    agent.loop.ask(() ->
        agent
            .parts
            .reconciler()
            .apply(Authority.LOCAL, List.of(new Change(HOST, Value.of(value))), false));
  }

  /// Time passes, and the agent takes notice.
  private void pass(Duration time) {
    passed.addAndGet(time.toNanos());
    var _ = isOnTrial();
    var _ = isOnTrial();
  }

  private void timeIsOver() {
    agent.loop.post(new Trigger.Confirm());
    var _ = isOnTrial();
  }

  private boolean isOnTrial() {
    return agent.loop.ask(() -> agent.parts.reconciler().trial().isOpen());
  }

  private String alerts() {
    return agent.loop.ask(() -> agent.parts.store().outbox().pending(100).toString());
  }

  private void await(boolean onTrial) {
    while (isOnTrial() != onTrial) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theAgentTriesToReachTheServiceAtOnceAndTheChangeStays() {
    set("192.0.2.1");
    await(false);
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));
    timeIsOver();
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));
    assertThat(alerts()).doesNotContain("rollback");
  }

  @Test
  void aServiceThatIsCutOffIsTriedUntilTheTimeIsOverThenTheChangeIsRolledBackAndTold()
      throws Exception {
    service.down = true;
    set("192.0.2.1");
    service.awaitCalls(3);
    assertThat(isOnTrial()).isTrue();
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));

    timeIsOver();

    assertThat(isOnTrial()).isFalse();
    assertThat(hosts.get("mdm.example.org")).isEqualTo(Value.absent());
    assertThat(alerts())
        .contains("io.reeve.rollback")
        .contains("\"authority\":\"local\",\"value\":\"192.0.2.1\"")
        .contains("did not answer within 3600 s of the change");
    service.down = false;
    agent.service().sync(true);
    assertThat(service.last()).contains("io.reeve.rollback");
    assertThat(alerts()).doesNotContain("io.reeve.rollback");
  }

  @Test
  void aChangeOfTheServiceIsConfirmedByItsNextAnswerInTheSameSession() {
    service.commands.add(replace("192.0.2.9"));
    agent.service().sync(true);
    assertThat(isOnTrial()).isFalse();
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.9"));
    assertThat(agent.service().explain(HOST.toString()).history())
        .extracting("kind")
        .contains("confirmed");
  }

  @Test
  void aProcessWithoutADaemonWaitsForTheEndOfTheTrial() {
    service.commands.add(replace("192.0.2.9"));
    service.downAfter(1);
    var sync =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> agent.service().sync(true))
                    .isInstanceOf(AgentException.class));
    await(true);
    assertThat(sync.isAlive()).isTrue();
    timeIsOver();
    assertThat(hosts.get("mdm.example.org")).isEqualTo(Value.absent());
    while (sync.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatTheServiceSentIsRefusedUntilItExecutesTheRetry() {
    service.commands.add(replace("192.0.2.9"));
    service.downAfter(1);
    var _ = Thread.ofVirtual().start(() -> catching(() -> agent.service().sync(true)));
    await(true);
    timeIsOver();
    service.down = false;

    service.commands.add(replace("192.0.2.9"));
    agent.service().sync(true);
    assertThat(service.all()).contains("<Cmd>Replace</Cmd><Data>500</Data>");
    assertThat(hosts.get("mdm.example.org")).isEqualTo(Value.absent());

    service.commands.add(
        "<Exec><CmdID>2</CmdID><Item><Target><LocURI>./Device/Vendor/Reeve/Actions/"
            + Trial.RETRY
            + "</LocURI></Target></Item></Exec>");
    service.commands.add(replace("192.0.2.9"));
    agent.service().sync(true);
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.9"));
  }

  private static void catching(Runnable work) {
    try {
      work.run();
    } catch (AgentException _) {
      // the service is down, as the test wants
    }
  }

  @Test
  void withoutAServiceThatAnsweredLastThereIsNoTrial() {
    service.down = true;
    catching(() -> agent.service().sync(true));
    set("192.0.2.1");
    assertThat(isOnTrial()).isFalse();
    timeIsOver();
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));
    assertThat(agent.service().explain(HOST.toString()).state().detail())
        .endsWith("nothing rolls it back: the last session with the service failed.");
  }

  @Test
  void aDaemonThatIsStartedAgainGoesOnTryingAndGivesUpTheFourthTime() {
    service.down = true;
    set("192.0.2.1");
    for (int start = 1; start <= 3; start++) {
      restart(true);
      assertThat(isOnTrial()).as("start " + start).isTrue();
    }
    restart(true);
    assertThat(isOnTrial()).isFalse();
    assertThat(hosts.get("mdm.example.org")).isEqualTo(Value.absent());
    assertThat(alerts()).contains("was started 4 times before the service answered");
  }

  @Test
  void aDaemonThatIsStartedAgainReachesTheServiceAndTheChangeStays() {
    service.down = true;
    set("192.0.2.1");
    agent.close();
    service.down = false;
    agent = open(true);
    await(false);
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));
  }

  @Test
  void aRollbackThatCannotBeWrittenIsToldAsThatAndTriedAgainSoon() {
    service.down = true;
    set("192.0.2.1");
    hosts.put("read-only", Value.of(true));

    timeIsOver();

    assertThat(isOnTrial()).isFalse();
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.1"));
    assertThat(alerts())
        .contains("rollback")
        .contains("\"error\":\"the file system is read-only\"");
    var state = agent.service().explain(HOST.toString()).state();
    assertThat(state.state()).isEqualTo("failed");

    hosts.remove("read-only");
    while (!Value.absent().equals(hosts.get("mdm.example.org"))) {
      Thread.onSpinWait();
    }
    assertThat(agent.service().explain(HOST.toString()).state().state()).isEqualTo("rolled-back");
  }

  @Test
  void whatTheEndOfTheEnrolmentCannotPutBackIsTriedAgainSoon() {
    service.commands.add(replace("192.0.2.9"));
    agent.service().sync(true);
    hosts.put("read-only", Value.of(true));

    var end = agent.service().unenroll();

    assertThat(end.left()).singleElement().asString().contains("the file system is read-only");
    assertThat(hosts).containsEntry("mdm.example.org", Value.of("192.0.2.9"));
    hosts.remove("read-only");
    while (!Value.absent().equals(hosts.get("mdm.example.org"))) {
      Thread.onSpinWait();
    }
    assertThat(agent.service().settings(false)).isEmpty();
  }

  @Test
  void aSecondChangeHasNoMoreTimeThanTheFirst() {
    service.hold();
    set("192.0.2.1");
    pass(Duration.ofMinutes(50));
    set("192.0.2.2");
    assertThat(isOnTrial()).isTrue();
    pass(Duration.ofMinutes(11));
    assertThat(isOnTrial()).isFalse();
    assertThat(hosts.get("mdm.example.org")).isEqualTo(Value.absent());
  }

  @Test
  void anAnswerToTheFirstChangeGivesTheSecondItsOwnTime() {
    service.hold();
    set("192.0.2.1");
    long sent = agent.loop.ask(agent.confirmation::sent);
    set("192.0.2.2");
    pass(Duration.ofMinutes(50));
    agent.loop.ask(() -> {
      agent.confirmation.answered(sent);
      return true;
    });
    pass(Duration.ofMinutes(50));
    assertThat(isOnTrial()).isTrue();
    pass(Duration.ofMinutes(11));
    assertThat(isOnTrial()).isFalse();
  }

  private static String replace(String address) {
    return "<Replace><CmdID>3</CmdID><Item><Target><LocURI>"
        + HOST
        + "</LocURI></Target><Meta><Format xmlns=\"syncml:metinf\">chr</Format></Meta><Data>"
        + address
        + "</Data></Item></Replace>";
  }

  /// A system of which only the hosts file can be managed.
  private static final class Machine extends BarePlatform {
    private final Map<String, Value> hosts;

    Machine(Map<String, Value> hosts) {
      this.hosts = hosts;
    }

    @Override
    public List<Mechanism> mechanisms(Host host) {
      return List.of(
          new Mechanism() {
            @Override
            public String name() {
              return "hosts";
            }

            @Override
            public Point bind(Address address) {
              var name = address.parameters().getOrDefault("name", "");
              return new Point() {
                @Override
                public Value read() {
                  return hosts.getOrDefault(name, Value.absent());
                }

                @Override
                public void write(Value value) throws IOException {
                  if (hosts.containsKey("read-only")) {
                    throw new IOException("the file system is read-only");
                  }
                  hosts.put(name, value);
                }
              };
            }
          });
    }
  }
}
