package io.reeve.core.cli;

import io.reeve.core.local.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `reeve enroll`.
@Command(
    name = "enroll",
    customSynopsis = {
      "reeve enroll --server URL|--mail ADDRESS [--ca FILE.pem]",
      "         [--user U --password-file F | --token-file F [--token-type URI] |",
      "          --identity FILE.p12 --password-file F] [OPTION...]"
    },
    description = {
      "Enrol this machine with a management service.",
      "Name the service with --server or --mail. Give what it asks for: a password, a token, or a "
          + "certificate. Secrets are read from files, from standard input ('-'), or typed; they "
          + "are never arguments, which every user of the machine could see."
    },
    footer = {
      "  sudo reeve enroll --server https://mdm.example.org --user ada@example.org \\",
      "      --password-file ada.password --ca example-root.pem"
    })
final class EnrollCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final EnrollOptions options = new EnrollOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  EnrollCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var request = options.request(context.terminal());
    context.answer(common, agent -> agent.enroll(request), this::print);
    return 0;
  }

  private void print(Views.Enrolled enrolled) {
    context.say(context.ink(Ink.GOOD, "This machine is enrolled."));
    var table = new TextTable();
    new StatusPage(context).account(table, enrolled.account());
    table.print(context.terminal());
  }
}
