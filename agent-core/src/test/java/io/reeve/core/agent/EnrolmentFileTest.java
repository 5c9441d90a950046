package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrolmentFileTest {
  @TempDir Path folder;
  private EnrolmentFile file = new EnrolmentFile(Path.of("unset"), Path.of("unset"));

  @BeforeEach
  void place() {
    file = new EnrolmentFile(folder.resolve("enroll.json"), folder);
  }

  @Test
  void whatItAsksForIsRead() throws IOException {
    write("{\"mail\": \"ann@example.org\", \"token\": \"t0k\", \"ca\": \"PEM\"}");
    var request = file.request().orElseThrow();
    assertThat(request.mail()).contains("ann@example.org");
    assertThat(request.token()).contains("t0k");
    assertThat(request.trustedRoots()).contains("PEM");
  }

  @Test
  void withoutASecretItAsksForNothing() throws IOException {
    write("{\"server\": \"https://mdm.example.org\"}");
    assertThat(file.request()).isEmpty();
  }

  @Test
  void onlyTheSecretIsForgotten() throws IOException {
    write("{\"server\": \"mdm.example.org\", \"user\": \"ann\", \"password\": \"geheim\"}");
    file.forgetSecret();
    assertThat(Files.readString(file.path())).contains("mdm.example.org").doesNotContain("geheim");
    assertThat(file.request()).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"server": "a", "mail": "b", "token": "t"}   | it needs either 'server' or 'mail'
          {"server": "a", "token": "t", "password": "p"} | it has both 'password' and 'token'
          {"server": "a", "tokn": "t"}                 | unknown key 'tokn', did you mean 'token'?
          {"server": "a", "token": 1}                  | 'token' is not text
          ["geheim"]                                   | it is not a JSON object
          {"server": "a", "token": geheim}             | it is not JSON, as line 1 shows
          """)
  void aFileThatIsWrongSaysWhyAndNothingOfTheSecret(String text, String problem)
      throws IOException {
    write(text);
    assertThatThrownBy(file::request)
        .isInstanceOf(IOException.class)
        .hasMessage(problem)
        .hasNoCause();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Files.writeString(folder.resolve("elsewhere"), "{}");
    Files.createSymbolicLink(file.path(), folder.resolve("elsewhere"));
    assertThatThrownBy(file::request).hasMessage("it is no plain file");
  }

  private void write(String text) throws IOException {
    Files.writeString(file.path(), text);
  }
}
