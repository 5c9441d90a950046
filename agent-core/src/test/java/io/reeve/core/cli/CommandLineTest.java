package io.reeve.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.LocalServer;
import io.reeve.core.local.SampleAgent;
import io.reeve.core.local.StateLock;
import io.reeve.core.local.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineTest {
  @TempDir private Path folder;
  private final SampleAgent agent = new SampleAgent();
  private final Shell shell = new Shell(agent);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status | 0",
        "sync | 0",
        "sync --wait | 0",
        "sync --no-wait | 0",
        "compliance | 0",
        "compliance --exit-code | 1",
        "inventory | 0",
        "inventory os_version battery | 1",
        "query nonsense | 1",
        "settings --all | 0",
        "explain pw.min-length | 0",
        "history --limit 1 | 0",
        "history --limit 0 | 2",
        "history --limit many | 2",
        "doctor | 0",
        "unenroll | 0",
        "daemon | 0",
        "completion | 0",
        "--help | 0",
        "--version | 0",
        "help status | 0",
        "help nonsense | 2",
        "status --help | 0",
        "statsu | 2",
        "status --jsno | 2",
        "status extra | 2",
        "explain | 2",
        "apply - | 0",
        "apply - --as manager | 0",
        "apply - --as service | 2",
        "apply | 2",
        "apply /nonexistent/settings.json | 2",
        "set pw.min-length 12 | 0",
        "set pw.min-length | 2",
        "unset pw.min-length | 0",
        "unset | 2",
        "preview - | 0",
        "preview | 2",
        "preview /nonexistent/settings.json | 2",
        "enroll | 2"
      })
  void theExitCodeTellsHowItWent(String arguments, int exit) {
    assertThat(shell.run(arguments.split(" "))).as(shell.err()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({"FAILED, 1", "USAGE, 2", "NOT_ENROLLED, 3", "REFUSED, 4", "UNREACHABLE, 5"})
  void theAgentsReasonIsTheExitCode(Kind kind, int exit) {
    shell.failing(new AgentException(kind, "it is so", "do this"));
    assertThat(shell.run("status")).isEqualTo(exit);
    assertThat(shell.err()).isEqualTo("error: it is so\nhint: do this\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void aFileOfSettingsIsReadByTheCommandAndHandedOnAsItIs() throws IOException {
    var file = Files.writeString(folder.resolve("settings.json"), "{\"settings\": {}}\n");
    assertThat(shell.run("apply", file.toString(), "--as", "manager")).isZero();
    assertThat(shell.typing("{}").run("preview", "-")).isZero();
    assertThat(agent.calls())
        .containsExactly("apply {\"settings\": {}}\n MANAGER", "preview {} LOCAL");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    assertThat(shell.run("apply", file.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("is not UTF-8");
    Files.writeString(file, " ".repeat(1024 * 1024));
    assertThat(shell.run("apply", file.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("is longer than 921600 bytes");
  }

  @Test
  void aChangeThatWasRolledBackIsAFailure() {
    var failing = new Shell(SampleAgent.failing());
    assertThat(failing.run("apply", "-")).isEqualTo(1);
    assertThat(failing.out()).contains("rolled back").contains("The service did not answer");
  }

  @Test
  void noCommandAtAllShowsHelpAndIsWrongUsage() {
    assertThat(shell.run()).isEqualTo(2);
    assertThat(shell.err()).contains("Commands:");
  }

  @Test
  void aSessionThatFailedIsAFailure() {
    var failing = new Shell(SampleAgent.failing());
    assertThat(failing.run("sync")).isEqualTo(1);
    assertThat(failing.out()).contains("The session failed: mdm.example.org:443 refused");
    assertThat(new Shell(SampleAgent.failing()).run("doctor")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statsu | error: there is no command 'statsu' | did you mean 'status'?",
        "compl | error: there is no command 'compl' | did you mean 'completion'?",
        "zzzzzz | error: there is no command 'zzzzzz' | hint: see 'reeve --help'",
        "status --jsno | error: 'reeve status' has no option '--jsno' | did you mean '--json'?",
        "status extra | error: 'reeve status' takes no 'extra' | hint: see 'reeve status --help'",
        "--state x status | error: 'reeve' has no option '--state' | options go after the command",
        "explain | error: SETTING is missing | see 'reeve explain --help'",
        "enroll --server a --mail b | error: both --server and --mail are given | only one",
        "enroll --server a --password-file x | error: --password-file is given without a user | -",
        "enroll --server a --token-type x | error: --token-type is given without a token | -",
        "enroll --mail a@b --token-file - --ca - | error: several options are to read standard | -",
        "enroll --server a --user u | error: the password of u is missing | --password-file FILE",
        "enroll --mail a@b --token-file /no/such | there is no such file | check the path",
        "enroll --mail a@b --token-file /dev/null | there is nothing in /dev/null, given with | -",
        "apply / | error: cannot read /: | give a JSON file that you may read",
        "approve | error: --key FILE is missing | see 'reeve approve --help'",
        "approve --key k --action wipe | error: --device ID is missing | 'reeve approve --help'",
        "approve --key k --device d | error: --action ACTION is missing | -",
        "approve --key k --device d --action disable | --argument is missing | --argument NAME",
        "approve --new-key k --minutes 5 | error: both --new-key and --minutes are given | -",
        "approve --key /dev/null --device d --action wipe | there is nothing in /dev/null | -",
        "approve --new-key /no/such/k --state x | has no option '--state' | -"
      })
  void aMistypedCommandLineIsExplained(String arguments, String error, String hint) {
    assertThat(shell.run(arguments.split(" "))).isEqualTo(2);
    assertThat(shell.err()).contains(error).contains(hint);
    assertThat(shell.out()).isEmpty();
    assertThat(agent.calls()).isEmpty();
  }

  @Test
  void anErrorForAScriptIsAnObjectOnStandardError() {
    shell.failing(new AgentException(Kind.UNREACHABLE, "nobody answers", "try later"));
    assertThat(shell.run("sync", "--json")).isEqualTo(5);
    assertThat(shell.err())
        .isEqualTo(
            """
            {
              "error" : {
                "kind" : "UNREACHABLE",
                "message" : "nobody answers",
                "hint" : "try later"
              }
            }
            """);
  }

  @Test
  void aDefectIsAFailureAndShowsItsTraceOnlyWhenAsked() {
    shell.failing(new IllegalStateException("oops"));
    assertThat(shell.run("status")).isEqualTo(1);
    assertThat(shell.err()).contains("error: this should not have happened").doesNotContain("\tat");
    assertThat(shell.run("status", "-v")).isEqualTo(1);
    assertThat(shell.err()).contains("\tat ");
  }

  @Test
  void diagnosticsSayWhichFileTheyAreIn() {
    var file = folder.resolve("d.zip");
    assertThat(shell.run("diagnostics", "--json", "--output", file.toString())).isZero();
    assertThat(shell.out()).isEqualTo("{\n  \"file\" : \"" + file + "\"\n}\n");
    assertThat(file).isNotEmptyFile();
    assertThat(shell.run("diagnostics", "--output", file.toString())).isEqualTo(2);
    assertThat(shell.err()).contains(file + " is there already");
    var nowhere = folder.resolve("nowhere/d.zip").toString();
    assertThat(shell.run("diagnostics", "--output", nowhere)).isEqualTo(1);
    assertThat(shell.err()).contains("cannot write " + nowhere + ": no such file or folder");
  }

  @Test
  void whatTheRuntimeLacksIsADefectToo() {
    shell.failing(() -> {
      throw new NoClassDefFoundError("javax/xml/Missing");
    });
    assertThat(shell.run("status", "--json")).isEqualTo(1);
    assertThat(shell.err())
        .startsWith("{")
        .contains("this should not have happened", "javax/xml/Missing")
        .doesNotContain("\tat ");
  }

  @Test
  void theDaemonAnswersWhenOneRuns() {
    var daemon = new SampleAgent();
    try (var lock = StateLock.take(folder);
        var _ = LocalServer.start(lock, daemon)) {
      assertThat(shell.run("status", "--state", folder.toString())).isZero();
    }
    assertThat(daemon.calls()).containsExactly("status");
    assertThat(agent.calls()).isEmpty();
  }

  @Test
  void aDaemonThatIsStartingIsWaitedFor() {
    var daemon = new SampleAgent();
    try (var lock = StateLock.take(folder)) {
      var servers = new ArrayList<LocalServer>();
      shell.pausing(() -> servers.add(LocalServer.start(lock, daemon)));
      assertThat(shell.run("status", "--state", folder.toString())).isZero();
      servers.forEach(LocalServer::close);
    }
    assertThat(daemon.calls()).containsExactly("status");
    assertThat(agent.calls()).isEmpty();
  }

  @Test
  void withoutADaemonTheCommandWorksItself() {
    assertThat(shell.run("sync", "--state", folder.toString(), "--root", "/scratch")).isZero();
    assertThat(agent.calls()).containsExactly("sync true");
    assertThat(shell.opened()).containsExactly(folder + " /scratch");
  }

  @Test
  void secretsComeFromFilesAndNeverFromArguments() throws IOException {
    var password = Files.writeString(folder.resolve("pw"), "s3cret\n");
    var roots = Files.writeString(folder.resolve("ca.pem"), "PEM\n");
    shell.run(
        "enroll",
        "--mail",
        "ada@example.org",
        "--password-file",
        password.toString(),
        "--ca",
        roots.toString());
    var request = agent.enrolments().getFirst();
    assertThat(request.mail()).contains("ada@example.org");
    assertThat(request.password()).contains("s3cret");
    assertThat(request.trustedRoots()).contains("PEM");
    assertThat(shell.out() + shell.err()).doesNotContain("s3cret");
  }

  @Test
  void aSecretComesFromStandardInput() {
    shell.typing("t0ken\n").run("enroll", "--server", "h", "--token-file", "-");
    assertThat(agent.enrolments().getFirst().token()).contains("t0ken");
  }

  @Test
  void anIdentityTravelsAsBase64AndItsPasswordIsAskedForAtATerminal() throws IOException {
    var identity = Files.write(folder.resolve("me.p12"), new byte[] {1, 2, 3});
    shell.answering("p12pass").run("enroll", "--server", "h", "--identity", identity.toString());
    var request = agent.enrolments().getFirst();
    assertThat(request.identity())
        .contains(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
    assertThat(request.password()).contains("p12pass");
    assertThat(request.user()).isEqualTo(Optional.empty());
  }

  @Test
  void anEmptySecretFileIsWrongUsage() throws IOException {
    var empty = Files.writeString(folder.resolve("pw"), "\n");
    assertThat(shell.run("enroll", "--mail", "a@b", "--password-file", empty.toString()))
        .isEqualTo(2);
    assertThat(shell.err()).contains("there is nothing on the first line of " + empty);
  }

  @Test
  void theVersionIsTheBuilds() {
    shell.run("--version");
    assertThat(shell.out()).isEqualTo("reeve " + Version.text() + "\n");
    assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void anotherModulesCommandIsACommandLikeAllOthers() {
    assertThat(shell.run("greet", "--name", "Ada")).isEqualTo(4);
    assertThat(shell.out()).isEqualTo("hello Ada\n");
    shell.run("--help");
    assertThat(shell.out()).contains("greet").contains("Says hello.");
    shell.run("greet", "--help");
    assertThat(shell.out()).contains("--name").contains("--state").contains("Show this help.");
  }

  @Test
  void completionKnowsEveryCommand() {
    shell.run("completion");
    assertThat(shell.out()).contains("enroll", "compliance", "greet", "--password-file");
  }
}
