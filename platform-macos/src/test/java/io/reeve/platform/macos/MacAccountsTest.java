package io.reeve.platform.macos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MacAccountsTest {
  private final Map<String, Boolean> disabled = new TreeMap<>(Map.of("alice", false, "it", false));
  private final Set<String> administrators = new LinkedHashSet<>(List.of("root", "alice", "it"));
  private final Map<String, String> passwords = new HashMap<>();
  private String token = "DISABLED";
  @TempDir Path root;

  private final FakeMac mac =
      new FakeMac()
          .with("/usr/bin/dscl", this::dscl)
          .with(
              "/usr/sbin/sysadminctl",
              arguments ->
                  new Result(
                      0,
                      "",
                      "sysadminctl[1:2] Secure token is "
                          + token
                          + " for user "
                          + arguments.getLast()))
          .with(
              "/usr/sbin/ioreg",
              _ ->
                  FakeMac.said(
                      FakeMac.captured("ioreg-root.plist").replace("<!--LOCKED-->", "<false/>")))
          .with("/usr/bin/pwpolicy", this::pwpolicy)
          .with("/bin/launchctl", _ -> FakeMac.failed(113, "Could not find domain"))
          .with("/usr/bin/pkill", _ -> FakeMac.failed(1, ""));

  private Result dscl(List<String> arguments) {
    var path = arguments.get(3);
    if (path.equals("/Groups/admin")) {
      var group = PropertyList.JSON.createObjectNode();
      var members = group.putArray("dsAttrTypeStandard:GroupMembership");
      administrators.forEach(members::add);
      return FakeMac.said(PropertyList.text(group));
    }
    var name = path.substring("/Users/".length());
    var isDisabled = disabled.get(name);
    if (isDisabled == null) {
      return FakeMac.failed(56, "<dscl_cmd> DS Error: -14136 (eDSRecordNotFound)");
    }
    var user = PropertyList.JSON.createObjectNode();
    user.putArray("dsAttrTypeStandard:UniqueID").add("501");
    user.putArray("dsAttrTypeStandard:AuthenticationAuthority")
        .add((isDisabled ? ";DisabledUser;" : "") + ";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>");
    return FakeMac.said(PropertyList.text(user));
  }

  private Result pwpolicy(List<String> arguments) {
    disabled.put(arguments.get(1), arguments.get(2).equals("-disableuser"));
    return FakeMac.said("");
  }

  private final class Memory implements AccountPasswords {
    @Override
    public void set(String account, Secret password) {
      passwords.put(account, new String(password.copy(), UTF_8));
    }

    @Override
    public boolean verify(String account, Secret password) {
      return new String(password.copy(), UTF_8).equals(passwords.get(account));
    }
  }

  private MacAccounts accounts() {
    var tools = mac.at(root);
    return new MacAccounts(tools, new Groups(tools), new Memory());
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(UTF_8));
  }

  @Test
  void aPasswordIsSetAndKnownAndNoProgramSeesIt() throws IOException {
    accounts().setPassword("it", secret("correct horse"));
    assertThat(accounts().isPassword("it", secret("correct horse"))).isTrue();
    assertThat(accounts().isPassword("it", secret("battery"))).isFalse();
    assertThat(mac.ran).noneMatch(arguments -> arguments.toString().contains("correct horse"));
  }

  @Test
  void anAccountThatOpensFileVaultIsRefusedBeforeAnybodyHasTheNewPassword() {
    token = "ENABLED";
    assertThatThrownBy(() -> accounts().needSettable("it"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("'it' has a SecureToken");
    assertThatThrownBy(() -> accounts().setPassword("it", secret("x")))
        .isInstanceOf(NotApplicableException.class);
    assertThat(passwords).isEmpty();
  }

  @Test
  void aPersonsPasswordIsTheirs() {
    assertThatThrownBy(() -> accounts().needSettable("alice"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("somebody is logged in by the account 'alice'");
    administrators.remove("it");
    assertThatThrownBy(() -> accounts().needSettable("it"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("none to administer this Mac by");
  }

  @Test
  void whatNobodyUnderstandsIsNotTakenForNoToken() {
    token = "aktiviert";
    assertThatThrownBy(() -> accounts().needSettable("it"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NotApplicableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "root", "-u", "../Groups/admin", "a/b", ""})
  void aNameThatIsNoAccountsIsTold(String name) {
    assertThatThrownBy(() -> accounts().needSettable(name))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("this Mac has no account '" + name + "'");
  }

  @Test
  void whoIsDisabledIsPutOutAndMayComeBack() throws IOException {
    accounts().disable("alice");
    assertThat(disabled).containsEntry("alice", true);
    assertThat(mac.ran)
        .contains(
            List.of("/bin/launchctl", "bootout", "gui/501"),
            List.of("/usr/bin/pkill", "-KILL", "-U", "501"));
    accounts().enable("alice");
    assertThat(disabled).containsEntry("alice", false);
  }

  @Test
  void theLastWhoCanAdministerTheMacIsNotDisabled() throws IOException {
    accounts().disable("it");
    assertThatThrownBy(() -> accounts().disable("alice"))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("nobody could administer this Mac");
    assertThat(disabled).containsEntry("alice", false);
  }

  @Test
  void nobodysAccountIsTheAdministrators() {
    assertThatThrownBy(() -> accounts().administrator())
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("name one");
  }
}
