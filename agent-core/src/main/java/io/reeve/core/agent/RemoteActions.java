package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.ActionRunner;
import io.reeve.core.action.Aside;
import io.reeve.core.action.Going;
import io.reeve.core.action.Guard;
import io.reeve.core.action.GuardBranch;
import io.reeve.core.action.Held;
import io.reeve.core.escrow.Escrow;
import io.reeve.core.script.SingleScripts;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.store.History;
import io.reeve.store.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What the service may have done once, and what holds it back. On the loop's thread.
final class RemoteActions {
  private final Loop loop;
  private final Outbox outbox;
  private final Runnable news;
  private final Supplier<Optional<CompletableFuture<?>>> session;
  private final Guard brakes;
  private final Beside beside = new Beside();
  private final ActionRunner runner;
  private final SingleScripts scripts;
  private final ActionBranch branch;
  private final GuardBranch guard;

  /// The command whose time runs.
  private Optional<String> timed = Optional.empty();

  /// @param actions every action of the agent and the platform
  /// @param news the service has to be told something
  /// @param session tries to reach the service now; empty when this machine is not enrolled
  RemoteActions(
      Parts parts,
      Loop loop,
      List<RemoteAction> actions,
      Runnable news,
      Supplier<Optional<CompletableFuture<?>>> session) {
    this.loop = loop;
    this.outbox = parts.store().outbox();
    this.news = news;
    this.session = session;
    brakes =
        new Guard(
            new GuardTerms(parts.enrolment(), parts.config()),
            parts.store().notes(),
            parts.clock());
    runner =
        new ActionRunner(
            parts.store(),
            brakes,
            beside,
            this::changed,
            () -> parts.boot().get().orElse(""),
            parts.clock());
    scripts =
        new SingleScripts(parts.store(), parts.signers(), () -> loop.post(new Trigger.Scripts()));
    branch = new ActionBranch(actions, scripts::action, runner);
    guard = new GuardBranch(brakes, runner);
  }

  ActionBranch branch() {
    return branch;
  }

  SingleScripts scripts() {
    return scripts;
  }

  GuardBranch guard() {
    return guard;
  }

  /// Has something done by itself, as the service can.
  ///
  /// @param why who the ledger says has asked for it
  void start(RemoteAction action, String why) {
    History.askedBy(why, () -> runner.start(action));
  }

  /// An approver's word for what the service writes to an address; it is then used up.
  ///
  /// @return why there is none
  Optional<String> consent(OmaUri what, String argument) {
    return brakes.admit(what, argument);
  }

  /// What is held back.
  Optional<Held> held() {
    return runner.held();
  }

  /// What ends the machine at a time that is set.
  Optional<Going> going() {
    return runner.going(GoingDown.WHICH);
  }

  /// Ends what goes on at that address by itself.
  ///
  /// @param why a sentence without a full stop
  void callOff(OmaUri what, String why) {
    runner.callOff(what, why);
  }

  /// Gives up what is held back.
  ///
  /// @param why a sentence without a full stop
  /// @return its address
  Optional<String> cancel(String why) {
    var held = runner.held();
    held.ifPresent(each -> runner.cancel(each, why));
    return held.map(Held::uri);
  }

  /// Tells what a crash or a restart of the machine was the end of, and takes up what is held back.
  void recover() {
    runner.recover();
    arrange();
    loop.post(new Trigger.Ask(branch::resume));
  }

  /// What a crash was the end of, until [#recover] has told of it.
  Set<OmaUri> cutOff() {
    return runner.cutOff();
  }

  /// Work beside the loop, and what waits for the service to have heard of it.
  private final class Beside implements Aside {
    private static final int TRIES = 3;
    private static final Set<String> URGENT = Set.of(ActionRunner.ALERT, Escrow.ALERT);

    @Override
    public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
      loop.aside(thread, work, end);
    }

    @Override
    public void onceTold(Runnable then) {
      onceTold(then, TRIES);
    }

    /// A session that goes on already may have sent all it has.
    private void onceTold(Runnable then, int tries) {
      var asked = tries > 0 && waits() ? session.get() : Optional.<CompletableFuture<?>>empty();
      asked.ifPresentOrElse(
          session -> {
            var _ =
                session.whenComplete(
                    (_, _) -> loop.post(new Trigger.Ask(() -> onceTold(then, tries - 1))));
          },
          then);
    }

    private boolean waits() {
      return outbox.pending(Integer.MAX_VALUE).stream()
          .anyMatch(row -> URGENT.contains(row.type()));
    }
  }

  /// Tells the service what somebody there waits for.
  void tellNow() {
    beside.onceTold(() -> {});
  }

  private void changed() {
    arrange();
    news.run();
  }

  /// The hold is counted on a clock that nobody can set, and after a restart of the agent from its
  /// beginning: the service may have cancelled meanwhile, and has to have the time to say so.
  private void arrange() {
    var held = held();
    if (held.isEmpty()) {
      loop.never(new Trigger.Release());
    } else if (!held.map(Held::id).equals(timed)) {
      loop.in(brakes.hold(branch.isVouchedFor(held.orElseThrow())), new Trigger.Release());
    }
    timed = held.map(Held::id);
  }

  /// The time of what is held back has come. The service is asked once more before: it may have
  /// cancelled it while this machine was out of touch.
  void release() {
    timed.ifPresent(id ->
        session
            .get()
            .ifPresentOrElse(
                asked -> {
                  var _ =
                      asked.whenComplete(
                          (_, _) -> loop.post(new Trigger.Ask(() -> branch.release(id))));
                },
                () -> branch.release(id)));
  }

  /// Tells of what the system went on with, once its time has passed.
  void look() {
    runner.look();
  }
}
