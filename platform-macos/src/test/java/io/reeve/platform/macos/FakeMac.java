package io.reeve.platform.macos;

import io.reeve.core.programs.ProcessCommands;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.FileAttributes;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A Mac whose programs are functions; what they were asked is remembered.
final class FakeMac implements Commands {
  private final Map<String, Program> programs = new HashMap<>();
  final List<List<String>> ran = new ArrayList<>();

  @FunctionalInterface
  interface Program {
    Result run(List<String> arguments) throws IOException;
  }

  FakeMac with(String program, Program what) {
    programs.put(program, what);
    return this;
  }

  /// A program that is the same everywhere, as it is.
  FakeMac real(String program) {
    return with(
        program,
        arguments -> {
          var command = new ArrayList<>(List.of(program));
          command.addAll(arguments);
          return ProcessCommands.unix().run(command, Duration.ofMinutes(1));
        });
  }

  @Override
  public Result run(List<String> arguments, Duration deadline) throws IOException {
    ran.add(arguments);
    var program = programs.get(arguments.getFirst());
    if (program == null) {
      throw new IOException("cannot start " + arguments.getFirst());
    }
    return program.run(arguments.subList(1, arguments.size()));
  }

  /// This Mac with its files below that folder.
  Tools at(Path root) {
    return new Tools(new Host(root, this, FileAttributes.none(), Clock.systemUTC()), true);
  }

  static Result said(String text) {
    return new Result(0, text, "");
  }

  static Result failed(int exit, String why) {
    return new Result(exit, "", why);
  }

  /// A captured text; where it comes from is in `ORIGIN.md` beside it.
  static String captured(String name) throws IOException {
    try (var in = FakeMac.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
