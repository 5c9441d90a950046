package io.reeve.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private static final String ASKS = "{\"server\": \"a\", \"token\": \"t0k\", \"tokn\": \"x\"}";

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "rw-r--r--, rw-------, unknown key",
    "rw-rw-r--, rw--w----, others can write to",
    "rw-rw-rw-, rw--w--w-, others can write to",
    "rwxr-xr-x, rwx------, unknown key"
  })
  void nobodyElseReadsItEvenWhenItIsRefused(String mode, String then, String problem)
      throws IOException {
    assumePosix();
    write(ASKS);
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(file::request).hasMessageStartingWith(problem);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
          .isEqualTo(then);
    }
  }

  @Test
  void aFolderThatOthersCanWriteToIsClosedToThemAndWhatIsInItIsNotUsed() throws IOException {
    assumePosix();
    write("{\"server\": \"a\", \"token\": \"t0k\"}");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(file::request).hasMessageStartingWith("others can write to " + folder);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx-w----");
    }
  }

  @Test
  void aFileWithAnotherNameIsNeitherUsedNorTouched() throws IOException {
    assumePosix();
    write("{\"server\": \"a\", \"token\": \"t0k\"}");
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    Files.createLink(folder.resolve("other"), file.path());
    assertThatThrownBy(file::request).hasMessage("it has another name elsewhere");
    assertThat(Files.getPosixFilePermissions(file.path())).hasSize(4);
  }

  @Test
  void aFileOfSomebodyElseIsNotUsed() throws IOException {
    assumePosix();
    write("{\"server\": \"a\", \"token\": \"t0k\"}");
    assumeTrue(Files.getOwner(folder).getName().equals("root"), "this test has to run as root");
    Files.setOwner(
        file.path(),
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThatThrownBy(file::request).hasMessage("it belongs to nobody");
    assertThat(file.forgetSecret()).isTrue();
    assertThat(file.request()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"server": "a", "token": "geheim", "tokn": "x"}   | true
          {"server": "a", "password": ["geheim"]}           | true
          {"server": "a", "token": geheim                   | true
          ["geheim"]                                        | true
          {"server": "a"}                                   | false
          """)
  void theSecretIsForgottenWhateverElseIsWrong(String text, boolean removed) throws IOException {
    write(text);
    assertThat(file.forgetSecret()).isEqualTo(removed);
    assertThat(Files.readString(file.path())).doesNotContain("geheim");
    assertThat(file.forgetSecret()).isFalse();
  }

  @Test
  void aFileThatIsTooLongIsNotReadToItsEnd() throws IOException {
    write(" ".repeat(256 * 1024 + 1));
    assertThatThrownBy(file::request).hasMessage("it is longer than 262144 bytes");
  }

  private void assumePosix() {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this system has no modes");
  }

  private void write(String text) throws IOException {
    Files.writeString(file.path(), text);
  }
}
