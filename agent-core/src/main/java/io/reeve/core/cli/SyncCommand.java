package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve sync`.
@Command(
    name = "sync",
    description = {"Run one management session now.", "Exits 0 only if the session ended well."},
    footer = "  reeve sync && reeve compliance")
final class SyncCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Wait for the session's end; this is what happens anyway.",
        "With --no-wait the running daemon is only asked for it."
      })
  private boolean wait;

  SyncCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var synced = context.answer(common, agent -> agent.sync(wait), this::print);
    return synced.record().map(Views.SyncRecord::ok).orElse(!wait)
        ? 0
        : AgentException.Kind.FAILED.exit();
  }

  private void print(Views.Synced synced) {
    synced.record().ifPresentOrElse(this::print, () -> context.say("A session was asked for."));
  }

  private void print(Views.SyncRecord record) {
    context.say(
        record.ok()
            ? context.ink(Ink.GOOD, "The session ended well.")
            : context.ink(Ink.BAD, "The session failed: ") + Plain.text(record.text()));
    context.say(
        Plain.count(record.commands(), "command")
            + " answered in "
            + Plain.count(record.messages(), "message")
            + ".");
  }
}
