package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.policy.Compliance.Overall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve compliance`.
@Command(
    name = "compliance",
    description = {
      "Show whether this machine keeps the organisation's rules.",
      "What fails comes first, each with what to do about it."
    },
    footer = "  reeve compliance --recheck --exit-code || reeve sync")
final class ComplianceCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(names = "--recheck", description = "Judge anew instead of showing the last judgement.")
  private boolean recheck;

  @Option(names = "--exit-code", description = "Exit 1 unless the machine complies.")
  private boolean exitCode;

  ComplianceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var page = new CompliancePage(context);
    var compliance = context.answer(common, agent -> agent.compliance(recheck), page::print);
    return exitCode && !complies(compliance.overall()) ? Kind.FAILED.exit() : 0;
  }

  private static boolean complies(Overall overall) {
    return switch (overall) {
      case COMPLIANT, IN_GRACE, NO_POLICY -> true;
      case NON_COMPLIANT, UNKNOWN -> false;
    };
  }
}
