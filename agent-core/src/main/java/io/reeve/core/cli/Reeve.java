package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.Version;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/// The command line as a whole: finds the command, runs it, and turns what went wrong into an error
/// and an exit code.
final class Reeve {
  private final Terminal terminal;
  private final CommandTable commands;

  /// The root, when no command is named.
  @Command(
      name = "reeve",
      description = {
        "The device-management agent of this machine: enrols it, keeps its settings as the "
            + "organisation wants them, and says what it does and why."
      },
      synopsisHeading = "Usage: ",
      customSynopsis = "reeve COMMAND [OPTION...]",
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExample:%n",
      footer = {
        "  reeve status",
        "",
        "'reeve COMMAND --help' explains a command and gives an example of it.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not enrolled, 4 refused by the",
        "service, 5 service unreachable."
      })
  private static final class Root implements Callable<Integer> {
    private final Terminal terminal;

    @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    Root(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (spec != null) {
        spec.commandLine().usage(terminal.err());
      }
      return AgentException.Kind.USAGE.exit();
    }
  }

  /// @param context for the commands
  Reeve(Context context, Iterable<ExtraCommand> extras) {
    terminal = context.terminal();
    commands = new CommandTable(context, extras, this::whole);
  }

  /// @return the exit code
  int run(String... arguments) {
    Verbosity.prepare(arguments);
    var errors = new ErrorPage(terminal, Arrays.asList(arguments).contains("--json"));
    var line = line(arguments);
    line.setParameterExceptionHandler((e, _) -> Usage.print(e, errors));
    line.setExecutionExceptionHandler((e, _, _) ->
        e instanceof AgentException known
            ? errors.print(known)
            : errors.bug(e, Verbosity.of(arguments) > 0));
    try {
      return line.execute(arguments);
    } catch (Error e) { // such as a part of the Java runtime that an installation lacks
      return errors.bug(e, Verbosity.of(arguments) > 0);
    }
  }

  /// Whether the command is one of this module's, of which nothing is left to do when it has run.
  boolean isOwn(String... arguments) {
    return arguments.length == 0 || commands.isOwn(arguments[0]);
  }

  /// Only the command asked for is built, since building them all is most of a command's time; all
  /// of them when the first word is none, for help and for suggestions.
  private CommandLine line(String... arguments) {
    return Arrays.stream(arguments)
        .findFirst()
        .flatMap(name -> commands.make(name).map(command -> one(name, command)))
        .orElseGet(this::whole);
  }

  private CommandLine one(String name, Callable<Integer> command) {
    return styled(new CommandLine(new Root(terminal)).addSubcommand(name, command));
  }

  private CommandLine whole() {
    var root = new CommandLine(new Root(terminal));
    commands.makeAll().forEach(root::addSubcommand);
    root.addSubcommand("help", new HelpCommand(terminal, root));
    return styled(root);
  }

  private CommandLine styled(CommandLine root) {
    root.getCommandSpec().version("reeve " + Version.text()).addOption(version()).addOption(help());
    root.getSubcommands().values().forEach(Reeve::headed);
    var ansi = terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF;
    return root.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(Math.clamp(terminal.width(), 60, 100))
        .setExpandAtFiles(false);
  }

  private static void headed(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command.getCommandSpec().addOption(help());
    }
    command
        .getCommandSpec()
        .usageMessage()
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .footerHeading("%nExample:%n")
        .sortOptions(false);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help.")
        .build();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .versionHelp(true)
        .description("Print the version.")
        .build();
  }
}
