package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve apply`.
@Command(
    name = "apply",
    description = {
      "Ask for the settings of a file, and for no others.",
      "What was asked for before and is not in the file is withdrawn. What the service asks for is "
          + "merged by each setting's rule; 'reeve explain' tells who has their way. Needs root.",
      "In the file: {\"settings\": {\"pw.min-length\": 12, \"ssh.permit-root-login\": \"no\"}}; a "
          + "name is a setting's id or its address (OMA-URI)."
    },
    footer = "  sudo reeve apply settings.json")
final class ApplyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final VoiceOption as = new VoiceOption();

  @Parameters(paramLabel = "FILE", description = "A JSON file, or - for standard input.")
  private String file = "";

  ApplyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var document = Document.read(file, context.terminal());
    var page = new WishedPage(context);
    return WishedPage.exit(
        context.answer(common, agent -> agent.apply(document, as.voice()), page::print));
  }
}
