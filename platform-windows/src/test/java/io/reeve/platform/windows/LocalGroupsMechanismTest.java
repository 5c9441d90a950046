package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The place holds one value only, its address's, so that `MechanismContract` does not fit it; what
/// that promises is tested here.
final class LocalGroupsMechanismTest {
  private static final String ADMINISTRATORS = "Administratoren";
  private static final String BUILT_IN = MemoryLocalAccounts.MACHINE + "-500";
  private static final String ALICE = MemoryLocalAccounts.MACHINE + "-1001";
  private static final String BOB = MemoryLocalAccounts.MACHINE + "-1002";
  private static final String ENTRA = "S-1-12-1-1-2-3-4";
  private final MemoryLocalAccounts accounts = new MemoryLocalAccounts();

  private static String text(String group, String body) {
    return "<GroupConfiguration><accessgroup desc=\"%s\">%s</accessgroup></GroupConfiguration>"
        .formatted(group, body);
  }

  private static String admins(String body) {
    return text(Sid.ADMINISTRATORS, body);
  }

  private Mechanism.Point point(String configuration) throws IOException {
    return new LocalGroupsMechanism(Optional.of(accounts))
        .bind(new Address("local-groups", Map.of("configuration", configuration)));
  }

  private void write(String configuration) throws IOException {
    point(configuration).write(Value.of(configuration));
    assertThat(point(configuration).read()).isEqualTo(Value.of(configuration));
  }

  @Test
  void someComeSomeGoAndAllComesBack() throws IOException {
    accounts.add(ADMINISTRATORS, BOB);
    var update = admins("<group action=\"U\"/><add member=\"alice\"/><remove member=\"bob\"/>");
    var before = point(update).capture();
    assertThat(before.value()).isEqualTo(Value.absent());
    write(update);
    assertThat(accounts.members(ADMINISTRATORS)).containsExactlyInAnyOrder(BUILT_IN, ALICE);
    accounts.add(ADMINISTRATORS, ENTRA);
    point(update).restore(before);
    assertThat(accounts.members(ADMINISTRATORS)).containsExactlyInAnyOrder(BUILT_IN, BOB, ENTRA);
  }

  /// Two names of one group: the later would silently take the place of the earlier.
  @Test
  void aGroupThatIsSpokenOfTwiceIsRefusedBeforeAnythingChanges() throws IOException {
    var twice =
        "<GroupConfiguration><accessgroup desc=\"%s\"><group action=\"U\"/><add member=\"alice\"/></accessgroup>"
                .formatted(ADMINISTRATORS)
            + "<accessgroup desc=\"%s\"><group action=\"U\"/><add member=\"bob\"/></accessgroup></GroupConfiguration>"
                .formatted(Sid.ADMINISTRATORS);
    assertThatThrownBy(() -> point(twice).capture())
        .hasMessageContaining("speaks twice of the group '" + ADMINISTRATORS + "'");
    assertThatThrownBy(() -> point(twice).write(Value.of(twice)))
        .hasMessageContaining("speaks twice");
    assertThat(accounts.calls).isEmpty();
  }

  @Test
  void whatIsAsAskedIsLeftAlone() throws IOException {
    var update = admins("<group action=\"U\"/><add member=\"alice\"/>");
    write(update);
    accounts.calls.clear();
    write(update);
    assertThat(accounts.calls).isEmpty();
  }

  @Test
  void aGroupIsReplacedButForTheBuiltInAdministrator() throws IOException {
    accounts.add(ADMINISTRATORS, BOB);
    var replace =
        admins("<group action=\"R\"/><add member=\"alice\"/><add member=\"" + ENTRA + "\"/>");
    var before = point(replace).capture();
    write(replace);
    assertThat(accounts.members(ADMINISTRATORS)).containsExactlyInAnyOrder(BUILT_IN, ALICE, ENTRA);
    point(replace).restore(before);
    assertThat(accounts.members(ADMINISTRATORS)).containsExactlyInAnyOrder(BUILT_IN, BOB);
  }

  @Test
  void whoComesComesBeforeAnybodyGoes() throws IOException {
    accounts.add(ADMINISTRATORS, BOB);
    accounts.calls.clear();
    write(admins("<group action=\"R\"/><add member=\"alice\"/>"));
    assertThat(accounts.calls).containsExactly("+" + ALICE, "-" + BOB);
  }

  @Test
  void aGroupGoesByNameToo() throws IOException {
    write(text("Benutzer", "<group action=\"U\"/><add member=\"alice\"/>"));
    assertThat(accounts.members("Benutzer")).containsExactly(ALICE);
  }

  @Test
  void aChangeThatLeavesNoAdministratorWhoCanLogInIsRefused() {
    accounts.disabled.add(BUILT_IN);
    accounts.disabled.add(BOB);
    accounts.add(ADMINISTRATORS, ALICE);
    accounts.calls.clear();
    var replace = admins("<group action=\"R\"/><add member=\"bob\"/>");
    assertThatThrownBy(() -> point(replace).write(Value.of(replace)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no administrator who can log in");
    assertThat(accounts.calls).isEmpty();
  }

  @Test
  void somebodyOfADirectoryCanAdminister() throws IOException {
    accounts.disabled.add(BUILT_IN);
    accounts.add(ADMINISTRATORS, ALICE);
    write(admins("<group action=\"R\"/><add member=\"" + ENTRA + "\"/>"));
    assertThat(accounts.members(ADMINISTRATORS)).doesNotContain(ALICE);
  }

  @Test
  void anUnknownAccountIsRefusedAndNothingIsChanged() {
    var update = admins("<group action=\"U\"/><add member=\"alice\"/><add member=\"nobody\"/>");
    assertThatThrownBy(() -> point(update).write(Value.of(update)))
        .hasMessageContaining("'nobody'");
    assertThat(accounts.calls).isEmpty();
  }

  @Test
  void aGroupThatIsNotThereIsNotApplicable() {
    var update = text("sudo", "<group action=\"U\"/><add member=\"alice\"/>");
    assertThatThrownBy(() -> point(update).read()).isInstanceOf(NotApplicableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "<GroupConfiguration/>"})
  void aBadConfigurationIsRefused(String text) {
    assertThatThrownBy(() -> point(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S-1-5-18", "S-1-5-32-544", "S-1-5-21-4294967295-2-3-500", ENTRA})
  void identifiersGoToMemoryAndBack(String text) {
    assertThat(Sid.is(text)).isTrue();
    assertThat(Sid.text(Sid.bytes(text))).isEqualTo(text);
  }

  @Test
  void anIdentifierIsInMemoryAsWindowsHasIt() {
    assertThat(Sid.bytes("S-1-5-32-544"))
        .asHexString()
        .isEqualToIgnoringCase("01020000000000052000000020020000");
  }
}
