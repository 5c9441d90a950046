package io.reeve.core.cli;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.SelfTestReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve selftest`.
@Command(
    name = "selftest",
    description = {
      "Try what this build can do on this machine: read every place and table.",
      "Nothing is changed, and the report holds no value that was read, so it can be sent to"
          + " others. Exits 1 when something failed."
    },
    footer = "  sudo reeve selftest --json > selftest.json")
final class SelfTestCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--write",
      description = "Also write, read back and restore every place that a scratch folder can hold.")
  private boolean write;

  SelfTestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var tested = context.agents().selfTest(common.place().root(), write);
    context.show(common.output(), tested, new SelfTestPage(context)::print);
    return tested.trials().stream().noneMatch(SelfTestCommand::failed) ? 0 : Kind.FAILED.exit();
  }

  private static boolean failed(SelfTestReport.Trial trial) {
    return trial.result() == SelfTestReport.Trial.Result.FAILED;
  }
}
