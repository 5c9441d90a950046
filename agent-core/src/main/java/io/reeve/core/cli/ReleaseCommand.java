package io.reeve.core.cli;

import io.reeve.core.local.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve release`.
@Command(
    name = "release",
    description = {
      "Put everything back as it was before, and keep the enrolment.",
      "For the removal of the program: it needs a daemon that is stopped, and the next start of the"
          + " daemon holds all settings again.",
      "It ends with 1 when something is left as it is."
    },
    footer = "  sudo systemctl stop reeve && sudo reeve release")
final class ReleaseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  ReleaseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var done = context.agents().release(common.place());
    context.show(common.output(), done, this::print);
    return done.left().isEmpty() ? 0 : 1;
  }

  private void print(Views.Released done) {
    context.say(Plain.count(done.restored(), "place") + " put back as before.");
    for (var left : done.left()) {
      context.say("  left as it is: " + Plain.text(left));
    }
  }
}
