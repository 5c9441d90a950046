package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Reasons;
import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve diagnostics`.
@Command(
    name = "diagnostics",
    description = {
      "Collect what somebody who helps you has to know, in one file.",
      "What the agent knows of itself and has done, without the values of "
          + "confidential settings and what looks like a secret. Nothing is sent to anybody. "
          + "Administrators also get the system's own log of the agent; others get an answer "
          + "that may be a minute old."
    },
    footer = "  reeve diagnostics --preview | less")
final class DiagnosticsCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--preview",
      description = "Print all that the file would hold, and write no file.")
  private boolean preview;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The zip to write; it must not be there yet. Default: one in this folder.")
  private @Nullable Path output;

  /// What is printed for scripts when a file was written.
  private record Written(String file) {}

  DiagnosticsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (preview) {
      var _ = context.answer(common, AgentService::diagnostics, this::print);
      return 0;
    }
    var diagnostics = context.agents().ask(common.place(), AgentService::diagnostics);
    var file =
        Optional.ofNullable(output)
            .orElseGet(
                () -> Path.of("reeve-diagnostics-" + STAMP.format(diagnostics.at()) + ".zip"));
    write(diagnostics, file);
    var written = new Written(file.toAbsolutePath().toString());
    context.show(common.output(), written, shown -> context.say(shown.file()));
    return 0;
  }

  private static void write(Diagnostics diagnostics, Path file) {
    try {
      DiagnosticsZip.write(diagnostics, file);
    } catch (FileAlreadyExistsException e) {
      throw new AgentException(Kind.USAGE, file + " is there already", "name another file with -o");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot write " + file + ": " + Reasons.of(e), "name another file with -o");
    }
  }

  private void print(Diagnostics diagnostics) {
    for (var part : diagnostics.parts()) {
      context.say("==== " + part.name() + " ====");
      part.text().lines().map(Plain::text).forEach(context::say);
      context.say("");
    }
  }
}
