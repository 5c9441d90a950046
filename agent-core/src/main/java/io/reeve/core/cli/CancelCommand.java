package io.reeve.core.cli;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve cancel`.
@Command(
    name = "cancel",
    description = {
      "Give up what is held back, and a restart that is to come.",
      "A wipe and the like are held back for a while. The service is told by whom."
    },
    footer = "  sudo reeve cancel")
final class CancelCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  CancelCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, AgentService::cancel, this::print);
    return 0;
  }

  private void print(Views.Cancelled cancelled) {
    if (cancelled.what().isEmpty()) {
      context.say("Nothing is held back, and no restart is to come.");
    }
    cancelled.what().forEach(what -> context.say("Given up: " + Plain.text(what)));
  }
}
