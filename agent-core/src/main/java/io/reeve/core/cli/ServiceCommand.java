package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.DaemonRegistration;
import io.reeve.core.local.Views;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `reeve service`.
@Command(
    name = "service",
    description = {
      "Register the daemon as a service of the system, take it away, or say how it is.",
      "It is then started with the machine, and again when it fails. The packages do so themselves;"
          + " by hand it is for Windows and macOS."
    },
    footer = "  reeve service install")
final class ServiceCommand implements Callable<Integer> {
  private final Context context;
  private final Supplier<DaemonRegistration> registration;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "ACTION", description = "install, remove or status.")
  private String action = "";

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "The daemon's launcher (default: the one this was started by).")
  private @Nullable Path program;

  /// @param registration asked for only when the command runs
  ServiceCommand(Context context, Supplier<DaemonRegistration> registration) {
    this.context = context;
    this.registration = registration;
  }

  @Override
  public Integer call() {
    var answer =
        switch (action) {
          case "install" ->
              registration.get().install(Optional.ofNullable(program), common.givenState());
          case "remove" -> registration.get().remove();
          case "status" -> registration.get().status();
          default ->
              throw new AgentException(
                  Kind.USAGE,
                  "there is no action '" + action + "' of a service",
                  "use install, remove or status");
        };
    context.show(common.output(), answer, this::print);
    return 0;
  }

  private void print(Views.Service service) {
    if (!service.registered()) {
      context.say("The daemon is not registered as a service.");
      return;
    }
    context.say(
        "The daemon is registered as a service and %s."
            .formatted(service.running() ? "runs" : "does not run now"));
    context.say("Start:   " + Plain.text(service.start()));
    context.say("Command: " + Plain.text(service.command()));
  }
}
