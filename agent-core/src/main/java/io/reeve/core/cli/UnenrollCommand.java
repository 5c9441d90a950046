package io.reeve.core.cli;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve unenroll`.
@Command(
    name = "unenroll",
    description = {
      "End the enrolment and put back what was there before.",
      "The service is told if it can be reached; the enrolment ends either way."
    },
    footer = "  sudo reeve unenroll")
final class UnenrollCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  UnenrollCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.answer(common, AgentService::unenroll, this::print);
    return 0;
  }

  private void print(Views.Unenrolled done) {
    context.say(
        done.serviceTold()
            ? "This machine is no longer enrolled, and the service knows."
            : "This machine is no longer enrolled. The service could not be told.");
    context.say(Plain.count(done.restored(), "setting") + " put back as before.");
    for (var left : done.left()) {
      context.say("  left as it is: " + Plain.text(left));
    }
  }
}
