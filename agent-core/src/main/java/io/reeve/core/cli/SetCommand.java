package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve set`.
@Command(
    name = "set",
    description = {
      "Ask for one setting on this machine.",
      "What the service asks for is merged by the setting's rule. A value that was rolled back "
          + "before is tried again. Needs root."
    },
    footer = "  sudo reeve set pw.min-length 12")
final class SetCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final VoiceOption as = new VoiceOption();

  @Parameters(
      index = "0",
      paramLabel = "SETTING",
      description = "The setting's id or its address (OMA-URI).")
  private String setting = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "What it is to be.")
  private String value = "";

  SetCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var page = new WishedPage(context);
    return WishedPage.exit(
        context.answer(common, agent -> agent.set(setting, value, as.voice()), page::print));
  }
}
