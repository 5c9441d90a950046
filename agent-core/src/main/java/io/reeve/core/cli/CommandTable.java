package io.reeve.core.cli;

import io.reeve.core.local.DaemonRegistration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/// All commands. Each is made only when it is wanted: loading them all takes longer than any of
/// them works.
final class CommandTable {
  /// As help lists them; those of other modules come before the last.
  static final List<String> OWN =
      List.of(
          "enroll",
          "unenroll",
          "status",
          "sync",
          "compliance",
          "inventory",
          "query",
          "settings",
          "explain",
          "preview",
          "apply",
          "set",
          "unset",
          "history",
          "cancel",
          "doctor",
          "diagnostics",
          "selftest",
          "approve",
          "sign-script",
          "tray",
          "release",
          "daemon",
          "service",
          "completion");

  private final Context context;
  private final Map<String, ExtraCommand> extras = new TreeMap<>();
  private final Supplier<CommandLine> whole;

  /// @param extras commands of other modules
  /// @param whole makes the command line with all commands, for the completion script
  CommandTable(Context context, Iterable<ExtraCommand> extras, Supplier<CommandLine> whole) {
    this.context = context;
    this.whole = whole;
    extras.forEach(extra -> this.extras.put(extra.name(), extra));
  }

  /// Whether it is a command of this module.
  boolean isOwn(String name) {
    return OWN.contains(name);
  }

  Optional<Callable<Integer>> make(String name) {
    return switch (name) {
      case "enroll" -> Optional.of(new EnrollCommand(context));
      case "unenroll" -> Optional.of(new UnenrollCommand(context));
      case "status" -> Optional.of(new StatusCommand(context));
      case "sync" -> Optional.of(new SyncCommand(context));
      case "compliance" -> Optional.of(new ComplianceCommand(context));
      case "inventory" -> Optional.of(new InventoryCommand(context));
      case "query" -> Optional.of(new QueryCommand(context));
      case "settings" -> Optional.of(new SettingsCommand(context));
      case "explain" -> Optional.of(new ExplainCommand(context));
      case "preview" -> Optional.of(new PreviewCommand(context));
      case "apply" -> Optional.of(new ApplyCommand(context));
      case "set" -> Optional.of(new SetCommand(context));
      case "unset" -> Optional.of(new UnsetCommand(context));
      case "history" -> Optional.of(new HistoryCommand(context));
      case "cancel" -> Optional.of(new CancelCommand(context));
      case "doctor" -> Optional.of(new DoctorCommand(context));
      case "diagnostics" -> Optional.of(new DiagnosticsCommand(context));
      case "selftest" -> Optional.of(new SelfTestCommand(context));
      case "approve" -> Optional.of(new ApproveCommand(context));
      case "sign-script" -> Optional.of(new SignScriptCommand(context));
      case "tray" -> Optional.of(new TrayCommand());
      case "release" -> Optional.of(new ReleaseCommand(context));
      case "daemon" -> Optional.of(new DaemonCommand(context));
      case "service" -> Optional.of(new ServiceCommand(context, DaemonRegistration::ofThisSystem));
      case "completion" -> Optional.of(new CompletionCommand(context, whole));
      default ->
          Optional.ofNullable(extras.get(name)).map(extra -> extra.command(context.terminal()));
    };
  }

  Map<String, Callable<Integer>> makeAll() {
    var all = new LinkedHashMap<String, Callable<Integer>>();
    for (var name : OWN.subList(0, OWN.size() - 1)) {
      make(name).ifPresent(command -> all.put(name, command));
    }
    for (var name : extras.keySet()) {
      make(name).ifPresent(command -> all.put(name, command));
    }
    make(OWN.getLast()).ifPresent(command -> all.put(OWN.getLast(), command));
    return all;
  }
}
