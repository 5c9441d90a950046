package io.reeve.core.agent;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.ActionRunner;
import io.reeve.core.action.Guard;
import io.reeve.core.action.GuardBranch;
import io.reeve.core.action.Held;
import io.reeve.core.spi.RemoteAction;
import java.util.List;
import java.util.Optional;

/// What the service may have done once, and what holds it back. On the loop's thread.
final class RemoteActions {
  private final Loop loop;
  private final Runnable news;
  private final ActionRunner runner;
  private final ActionBranch branch;
  private final GuardBranch guard;

  /// @param actions every action of the agent and the platform
  /// @param news the service has to be told something
  RemoteActions(Parts parts, Loop loop, List<RemoteAction> actions, Runnable news) {
    this.loop = loop;
    this.news = news;
    var brakes =
        new Guard(
            new GuardTerms(parts.enrolment(), parts.config()),
            parts.store().notes(),
            parts.clock());
    runner =
        new ActionRunner(
            parts.store(),
            brakes,
            loop::aside,
            this::changed,
            () -> parts.boot().get().orElse(""),
            parts.clock());
    branch = new ActionBranch(actions, runner);
    guard = new GuardBranch(brakes, runner);
  }

  ActionBranch branch() {
    return branch;
  }

  GuardBranch guard() {
    return guard;
  }

  /// What is held back.
  Optional<Held> held() {
    return runner.held();
  }

  /// Tells what a crash or a restart of the machine was the end of, and takes up what is held back.
  void recover() {
    runner.recover();
    arrange();
  }

  private void changed() {
    arrange();
    news.run();
  }

  private void arrange() {
    held()
        .ifPresentOrElse(
            held -> loop.in(runner.left(held), new Trigger.Release()),
            () -> loop.never(new Trigger.Release()));
  }

  /// The time of what is held back has come.
  void release() {
    branch.release();
  }
}
