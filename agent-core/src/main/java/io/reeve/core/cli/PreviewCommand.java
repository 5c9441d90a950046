package io.reeve.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `reeve preview`.
@Command(
    name = "preview",
    description = {
      "Show what 'reeve apply FILE' would change on this machine, and touch nothing.",
      "For each place what is there and what would be, and for files a diff. Contents of files that "
          + "not everybody may read are not shown. The file {} shows what withdrawing everything "
          + "would do. Needs root."
    },
    footer = "  sudo reeve preview settings.json")
final class PreviewCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final VoiceOption as = new VoiceOption();

  @Parameters(paramLabel = "FILE", description = "A JSON file, or - for standard input.")
  private String file = "";

  PreviewCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var document = Document.read(file, context.terminal());
    var _ =
        context.answer(
            common, agent -> agent.preview(document, as.voice()), new PreviewPage(context)::print);
    return 0;
  }
}
