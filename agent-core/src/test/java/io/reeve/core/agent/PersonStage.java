package io.reeve.core.agent;

import io.reeve.core.action.Going;
import io.reeve.core.desk.Letter;
import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.Presence.Power;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.person.PlannedRestart;
import io.reeve.core.person.PlannedRestart.Phase;
import io.reeve.core.person.Restarts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.RemoteAction;
import io.reeve.core.text.Texts;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// A daemon's [PersonDesk] over a real store, on a machine whose people and clocks the test moves.
/// Each look is the test's: what is arranged does not come by itself.
final class PersonStage implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(30);

  private final Machine machine;
  private final Parts parts;
  private final Loop loop;
  private final PersonDesk desk;
  private final Trays trays;
  final AtomicInteger wishes = new AtomicInteger();
  final AtomicInteger rings = new AtomicInteger();
  private final Semaphore looked = new Semaphore(0);

  PersonStage(Path folder, Machine machine) {
    this.machine = machine;
    parts =
        Parts.of(
            new Place(folder, folder.resolve("root")),
            machine,
            _ -> {
              throw new IOException("no network here");
            },
            machine.clock(),
            true);
    loop =
        new Loop(
            new Timetable(() -> 0),
            trigger -> {
              switch (trigger) {
                case Trigger.Ask(var work) -> work.run();
                case Trigger.People() -> wishes.incrementAndGet();
                case Trigger other -> throw new IllegalStateException("not here: " + other);
              }
            });
    trays = new Trays(machine.nanos::get);
    desk =
        new PersonDesk(
            parts,
            loop,
            trays,
            Optional::empty,
            () -> machine.going,
            () -> {
              rings.incrementAndGet();
              looked.release();
            },
            machine.nanos::get);
    loop.start();
    loop.ask(() -> {
      desk.resume();
      return true;
    });
  }

  void look() {
    looked.drainPermits();
    loop.ask(() -> {
      desk.look();
      return true;
    });
    looked.acquireUninterruptibly();
  }

  /// Time goes on for the machine, which looks every half minute.
  Phase pass(Duration time) {
    for (var left = time; left.isPositive(); left = left.minus(STEP)) {
      machine.wall = machine.wall.plus(STEP);
      machine.nanos.addAndGet(STEP.toNanos());
      look();
    }
    return planned().map(PlannedRestart::phase).orElse(Phase.WAITING);
  }

  /// The service asks for that action.
  String act(String name, String argument) {
    var value = argument.isEmpty() ? Value.absent() : Value.of(argument);
    return loop.ask(() ->
        String.valueOf(
            desk.actions().stream()
                .filter(each -> each.uri().name().equals(name))
                .findFirst()
                .orElseThrow()
                .run(value)));
  }

  /// A tray of that user asks.
  void hears(String user) {
    hears(user, Presence.here());
  }

  void hears(String user, Presence saying) {
    trays.hear(user, saying);
  }

  /// What holds the inventory back.
  Optional<String> againstScan() {
    return desk.againstScan(Duration.ZERO, Duration.ofHours(4));
  }

  String answer(String user, String letter, String button) {
    return loop.ask(() -> History.askedBy(user, () -> desk.answer(user, letter, button)))
        .map(why -> why.words(Texts.of(Locale.ENGLISH)))
        .orElse("");
  }

  List<Letter> letters(String user) {
    return loop.ask(() -> desk.letters().of(user));
  }

  Optional<PlannedRestart> planned() {
    return loop.ask(() -> new Restarts(parts.store().notes(), parts.store().history()).planned());
  }

  List<String> happened() {
    return loop.ask(
        () -> parts.store().history().newest(1000).stream().map(History.Event::text).toList());
  }

  /// Waits for something that is done beside the loop.
  void settle(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    loop.close();
    parts.close();
  }

  /// The machine and its people, which outlive the daemon.
  static final class Machine extends BarePlatform implements People {
    final List<String> restarts = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Person> here = new CopyOnWriteArrayList<>();
    volatile Instant wall = Instant.parse("2026-11-21T09:00:00Z");
    final AtomicLong nanos = new AtomicLong();
    volatile String boot = "boot 1";
    volatile String refusal = "";
    volatile Optional<Going> going = Optional.empty();
    volatile boolean inCall;
    volatile boolean deaf;
    volatile boolean defect;
    volatile boolean silent;

    void comes(String user, boolean atScreen) {
      here.add(new Person(user, "session of " + user, atScreen, true));
    }

    void goes(String user) {
      here.removeIf(each -> each.user().equals(user));
    }

    void stepsClock(Duration by) {
      wall = wall.plus(by);
    }

    /// The monotonic clock stands still meanwhile.
    void sleeps(Duration time) {
      wall = wall.plus(time);
    }

    Clock clock() {
      return new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return wall;
        }
      };
    }

    @Override
    public List<Person> here() throws IOException {
      if (silent) {
        throw new IOException("the system does not answer");
      }
      if (defect) {
        throw new IllegalStateException("a defect, as this test wants");
      }
      return List.copyOf(here);
    }

    @Override
    public boolean tell(Person person, Notice notice) throws IOException {
      if (deaf) {
        throw new IOException("nothing shows notices yet");
      }
      told.add(person.user() + ": " + notice.body());
      return true;
    }

    @Override
    public Presence presence() {
      return new Presence(
          inCall ? List.of(Doing.IN_CALL) : List.of(),
          here.isEmpty() ? Attention.NOBODY : Attention.HERE,
          Power.MAINS,
          false);
    }

    @Override
    public People people(Host host) {
      return this;
    }

    @Override
    public Optional<String> boot(Host host) {
      return Optional.of(boot);
    }

    @Override
    public List<RemoteAction> actions(Host host) {
      return List.of(
          new RemoteAction() {
            @Override
            public OmaUri uri() {
              return GoingDown.RESTART;
            }

            @Override
            public Result run(Value argument) {
              restarts.add(argument.wire());
              return refusal.isEmpty() ? new Result.Started(wall) : new Result.Refused(refusal);
            }
          });
    }
  }
}
