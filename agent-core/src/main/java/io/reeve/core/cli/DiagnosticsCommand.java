package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.DiagnosticsZip;
import io.reeve.core.local.Views.Diagnostics;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
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
          + "confidential settings. Nothing is sent to anybody. Administrators also get the "
          + "system's own log of the agent."
    },
    footer = "  reeve diagnostics --preview | less")
final class DiagnosticsCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(names = "--preview", description = "Print all of it, and write no file.")
  private boolean preview;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The zip to write; it must not be there yet. Default: one in this folder.")
  private @Nullable Path output;

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
    context.show(common, diagnostics, _ -> context.say(file.toAbsolutePath().toString()));
    return 0;
  }

  private static void write(Diagnostics diagnostics, Path file) {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ours(file));
        var stream = Channels.newOutputStream(channel)) {
      DiagnosticsZip.write(diagnostics, stream);
    } catch (FileAlreadyExistsException e) {
      throw new AgentException(Kind.USAGE, file + " is there already", "name another file with -o");
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED, "cannot write " + file + ": " + e.getMessage(), "name another file with -o");
    }
  }

  /// For its owner alone, who may then give it to whom they like.
  private static FileAttribute<?>[] ours(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void print(Diagnostics diagnostics) {
    for (var part : diagnostics.parts()) {
      context.say("==== " + part.name() + " ====");
      part.text().lines().map(Plain::text).forEach(context::say);
      context.say("");
    }
  }
}
