package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve unset`.
@Command(
    name = "unset",
    description = {
      "Withdraw a setting that was asked for on this machine.",
      "It is put back as it was before, unless somebody else asks for it. Needs root."
    },
    footer = "  sudo reeve unset pw.min-length")
final class UnsetCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final VoiceOption as = new VoiceOption();

  @Parameters(paramLabel = "SETTING", description = "The setting's id or its address (OMA-URI).")
  private String setting = "";

  UnsetCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var page = new WishedPage(context);
    return WishedPage.exit(
        context.answer(common, agent -> agent.unset(setting, as.voice()), page::print));
  }
}
