package io.reeve.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.core.local.SampleAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignScriptTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell(new SampleAgent());

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String run(String... arguments) {
    var all = new ArrayList<>(List.of("sign-script"));
    all.addAll(List.of(arguments));
    assertThat(shell.run(all.toArray(String[]::new))).as(shell.err()).isZero();
    return shell.out().strip();
  }

  @Test
  void whatIsSignedIsWhatTheFilesHoldByteForByte() throws Exception {
    var key = Keys.publicKey(run("--new-key", file("k.pem")));
    Files.writeString(folder.resolve("look.sh"), "exit 1\n");
    Files.writeString(folder.resolve("mend.sh"), " true ");
    var signer = new Shell(new SampleAgent());
    assertThat(
            signer.run(
                "sign-script",
                "--key",
                file("k.pem"),
                "--name",
                "disk",
                "--detect",
                file("look.sh"),
                "--remediate",
                file("mend.sh"),
                "--run-as",
                "user",
                "--script-version",
                "4"))
        .as(signer.err())
        .isZero();
    var parts =
        Map.of("Detect", "exit 1\n", "Remediate", " true ", "RunAs", "user", "Version", "4");
    assertThat(new SignedScript("disk", parts).isBy(List.of(key), signer.out().strip())).isTrue();
    assertThat(new SignedScript("disc", parts).isBy(List.of(key), signer.out().strip())).isFalse();
  }

  @Test
  void aScriptThatRunsOnceIsSignedUnderItsOwnKindOfName() throws Exception {
    var key = Keys.publicKey(run("--new-key", file("k.pem")));
    Files.writeString(folder.resolve("hello.sh"), "echo hello\n");
    var signer = new Shell(new SampleAgent());
    signer.run(
        "sign-script",
        "--key",
        file("k.pem"),
        "--name",
        "hello",
        "--once",
        file("hello.sh"),
        "--timeout",
        "60",
        "--script-version",
        "1");
    var parts = Map.of("Detect", "echo hello\n", "TimeoutSeconds", "60", "Version", "1");
    assertThat(new SignedScript("script:hello", parts).isBy(List.of(key), signer.out().strip()))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--name n --script-version 1 --once k | error: --key FILE is missing",
        "--key k --script-version 1 --once k | error: --name NAME is missing",
        "--key k --name n --script-version 1 | error: --once FILE or --detect FILE is missing",
        "--key k --name n --script-version 1 --undo k | error: --once FILE or --detect FILE is",
        "--key k --name n --script-version 1 --once s --detect d | error: both --once and --detect",
        "--key k --name n --script-version 1 --once s --undo d | error: both --once and --undo",
        "--new-key k --name n | error: both --new-key and --name are given",
        "--key k --name n --once k | error: --script-version N is missing",
        "--key k --name n --script-version 1 --once k --run-as root | error: --run-as is 'root'",
        "--key k --name n --script-version -1 --once k | error: --script-version is '-1'",
        "--key k --name ../n --script-version 1 --once k | error: --name is '../n'",
        "--key k --name n --script-version 1 --once k --interpreter sh | error: --interpreter is"
            + " 'sh'",
        "--key k --name n --script-version 1 --once k --timeout 1m | error: --timeout is '1m'",
        "--key k --name n --script-version 1 --once k | error: it cannot be signed with",
        "--key k --name n --script-version 1 --once bytes | given with --once, is no text in UTF-8",
        "--key k --name n --script-version 1 --once /no/such | error: cannot read /no/such, given"
            + " with --once",
        "--new-key k | is there already"
      })
  void whatCannotBeSignedIsExplained(String arguments, String error) throws Exception {
    Files.writeString(folder.resolve("k"), "no key");
    Files.write(folder.resolve("bytes"), new byte[] {'a', (byte) 0xff, 'b'});
    var words = new ArrayList<>(List.of("sign-script"));
    for (var word : arguments.strip().split(" ")) {
      words.add(word.equals("k") || word.equals("bytes") ? file(word) : word);
    }
    assertThat(shell.run(words.toArray(String[]::new))).isEqualTo(2);
    assertThat(shell.err()).contains(error.strip());
    assertThat(shell.out()).isEmpty();
  }
}
