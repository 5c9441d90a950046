package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Members of groups, changed by the real gpasswd below a scratch root. The place holds one value
/// only, its address's, so that `MechanismContract` does not fit it; what that promises is tested
/// here.
final class LocalGroupsMechanismTest {
  private static final String ADMINS = "S-1-5-32-544";
  private static final String GROUP =
      "root:x:0:\nsudo:x:27:carol,alice\nusers:x:100:\nalice:x:1000:\nbob:x:1001:\n";
  @TempDir Path root;

  @BeforeEach
  void accounts() throws IOException {
    Tools.needRoot();
    Tools.need(Accounts.TOOL, "passwd");
    Scratch.file(
        root,
        "/etc/passwd",
        """
        root:x:0:0:root:/root:/bin/bash
        alice:x:1000:1000::/home/alice:/bin/bash
        bob:x:1001:1001::/home/bob:/bin/bash
        carol:x:1002:1002::/home/carol:/bin/bash
        robot:x:1003:100::/home/robot:/usr/sbin/nologin
        """);
    Scratch.file(
        root,
        "/etc/shadow",
        """
        root:*:19000:0:99999:7:::
        alice:$y$j9T$x:19000:0:99999:7:::
        bob:!:19000:0:99999:7:::
        carol:$y$j9T$x:19000:0:99999:7::19001:
        robot:$y$j9T$x:19000:0:99999:7:::
        """);
    Scratch.file(root, "/etc/group", GROUP);
    Scratch.file(root, "/etc/gshadow", "root:*::\nsudo:*::carol,alice\nusers:*::\n");
  }

  private static String configuration(String group, String body) {
    return "<GroupConfiguration><accessgroup desc=\"%s\">%s</accessgroup></GroupConfiguration>"
        .formatted(group, body);
  }

  private static String update(String... members) {
    var body = new StringBuilder("<group action=\"U\"/>");
    for (var member : members) {
      body.append(member.startsWith("-") ? "<remove" : "<add")
          .append(" member=\"")
          .append(member.substring(1))
          .append("\"/>");
    }
    return configuration(ADMINS, body.toString());
  }

  private static String replace(String... members) {
    var body = new StringBuilder("<group action=\"R\"/>");
    for (var member : members) {
      body.append("<add member=\"").append(member).append("\"/>");
    }
    return configuration(ADMINS, body.toString());
  }

  private Mechanism.Point point(String configuration) throws IOException {
    return new LocalGroupsMechanism(Scratch.host(root))
        .bind(new Address("local-groups", Map.of("configuration", configuration)));
  }

  private String group() throws IOException {
    return Scratch.text(root, "/etc/group");
  }

  @Test
  void whatIsAskedIsDoneReadBackDoneOnceAndPutBackByteForByte() throws IOException {
    for (var text : new String[] {update("+bob", "-carol"), replace("alice", "bob")}) {
      var point = point(text);
      var before = point.capture();
      assertThat(point.read()).isEqualTo(Value.absent());

      point.write(Value.of(text));
      assertThat(point.read()).isEqualTo(Value.of(text));
      assertThat(group()).contains("sudo:x:27:alice,bob\n");
      assertThat(Scratch.text(root, "/etc/gshadow")).contains("sudo:*::alice,bob\n");
      var once = group();
      point.write(Value.of(text));
      assertThat(group()).isEqualTo(once);

      point.restore(before);
      assertThat(group()).isEqualTo(GROUP);
      assertThat(Scratch.text(root, "/etc/gshadow")).contains("sudo:*::carol,alice\n");
    }
  }

  @Test
  void whoCameInTheMeantimeStaysWhenAnUpdateIsTakenBack() throws IOException {
    var point = point(update("+bob"));
    var before = point.capture();
    point.write(Value.of(update("+bob")));
    Scratch.file(root, "/etc/group", group().replace("alice,bob", "alice,bob,robot"));

    point.restore(before);

    assertThat(group()).contains("sudo:x:27:carol,alice,robot\n");
  }

  @Test
  void aMemberThatThisMachineCannotResolveIsNamedAndNothingIsChanged() throws IOException {
    for (var stranger : new String[] {"CORP\\dave", "S-1-12-1-1-2-3-4", "-d", "dave"}) {
      var text = replace("alice", stranger);
      assertThatThrownBy(() -> point(text).write(Value.of(text)))
          .isInstanceOf(IOException.class)
          .hasMessage("this machine has no account '" + stranger + "'");
    }
    assertThat(group()).isEqualTo(GROUP);
  }

  @Test
  void aChangeThatLeavesNoAdministratorWhoCanLogInIsRefused() throws IOException {
    for (var text :
        new String[] {
          update("-alice"), replace("bob"), replace("carol"), replace("robot"), replace()
        }) {
      assertThatThrownBy(() -> point(text).write(Value.of(text)))
          .as(text)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it would leave no administrator who can log in");
    }
    assertThat(group()).isEqualTo(GROUP);
  }

  @Test
  void oneWhoseAccountIsDisabledBecauseThePasswordIsTooOldIsNoAdministrator() throws IOException {
    Scratch.file(root, "/etc/shadow", "root:*:19000::::::\nalice:$y$j9T$x:19000:0:90:7:30::\n");

    assertThatThrownBy(() -> point(update("-carol")).write(Value.of(update("-carol"))))
        .hasMessageContaining("it would leave no administrator who can log in");
    assertThat(group()).isEqualTo(GROUP);
  }

  @Test
  void rootWithAPasswordIsAnAdministrator() throws IOException {
    Scratch.file(root, "/etc/shadow", "root:$y$j9T$x:19000:0:99999:7:::\n");

    point(update("-alice")).write(Value.of(update("-alice")));

    assertThat(group()).contains("sudo:x:27:carol\n");
  }

  @Test
  void oneWhosePrimaryGroupItIsBelongsToItToo() throws IOException {
    Scratch.file(
        root,
        "/etc/passwd",
        Scratch.text(root, "/etc/passwd").replace("robot:x:1003:100", "robot:x:1003:27"));

    assertThat(point(update("+robot")).read()).isEqualTo(Value.of(update("+robot")));
    point(replace("alice")).write(Value.of(replace("alice")));
    assertThat(point(replace("alice")).read()).isEqualTo(Value.absent());
  }

  @Test
  void whereThereIsNoSudoTheGroupOfAdministratorsIsWheel() throws IOException {
    Scratch.file(root, "/etc/group", "wheel:x:10:alice\n");

    point(update("+bob")).write(Value.of(update("+bob")));

    assertThat(group()).isEqualTo("wheel:x:10:alice,bob\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"S-1-5-32-555", "docker"})
  void aGroupThatIsNotThereIsNotApplicable(String group) {
    var text = configuration(group, "<group action=\"U\"/><add member=\"bob\"/>");

    assertThatThrownBy(() -> point(text).read())
        .isInstanceOf(NotApplicableException.class)
        .hasMessage("this machine has no group " + group);
  }

  @Test
  void aConfigurationThatIsNoneIsRefused() {
    assertThatThrownBy(() -> point("<x/>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has x where GroupConfiguration belongs");
  }
}
