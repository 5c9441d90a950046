package io.reeve.core.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/// All commands, in the order that help lists them. Each is made only when it is wanted.
final class CommandTable {
  private final Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();

  /// @param whole makes the command line with all commands, for the completion script
  CommandTable(Context context, Iterable<ExtraCommand> extras, Supplier<CommandLine> whole) {
    commands.put("enroll", () -> new EnrollCommand(context));
    commands.put("unenroll", () -> new UnenrollCommand(context));
    commands.put("status", () -> new StatusCommand(context));
    commands.put("sync", () -> new SyncCommand(context));
    commands.put("compliance", () -> new ComplianceCommand(context));
    commands.put("inventory", () -> new InventoryCommand(context));
    commands.put("query", () -> new QueryCommand(context));
    commands.put("settings", () -> new SettingsCommand(context));
    commands.put("explain", () -> new ExplainCommand(context));
    commands.put("history", () -> new HistoryCommand(context));
    commands.put("doctor", () -> new DoctorCommand(context));
    commands.put("daemon", () -> new DaemonCommand(context));
    for (var extra : sorted(extras)) {
      commands.put(extra.name(), () -> extra.command(context.terminal()));
    }
    commands.put("completion", () -> new CompletionCommand(context, whole));
  }

  Optional<Callable<Integer>> make(String name) {
    return Optional.ofNullable(commands.get(name)).map(Supplier::get);
  }

  Map<String, Callable<Integer>> makeAll() {
    var all = new LinkedHashMap<String, Callable<Integer>>();
    commands.forEach((name, command) -> all.put(name, command.get()));
    return all;
  }

  private static List<ExtraCommand> sorted(Iterable<ExtraCommand> extras) {
    var list = new ArrayList<ExtraCommand>();
    extras.forEach(list::add);
    list.sort(Comparator.comparing(ExtraCommand::name));
    return list;
  }
}
