package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.harness.MechanismContract;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AccountPolicyMechanismTest implements MechanismContract {
  private final MemoryAccountPolicy policy = new MemoryAccountPolicy();

  @Override
  public Mechanism mechanism() {
    return new AccountPolicyMechanism(Optional.of(policy));
  }

  private static Address rule(String word) {
    return new Address("account-policy", Map.of("rule", word));
  }

  @Override
  public Address address() {
    return rule("min-length");
  }

  @Override
  public Value unset() {
    return Value.of("0");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("8"), Value.of("14"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(rule("history"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("account-policy", Map.of()), rule("length"));
  }

  private static void set(Mechanism mechanism, Map<String, String> values) throws IOException {
    var written = new ArrayList<Address>();
    for (var value : values.entrySet()) {
      mechanism.bind(rule(value.getKey())).write(Value.of(value.getValue()));
      written.add(rule(value.getKey()));
    }
    mechanism.settle(written);
  }

  @ParameterizedTest
  @CsvSource({
    "max-age,           90, 7776000",
    "max-age,            0, 4294967295",
    "min-age,            1, 86400",
    "lockout-duration,  45, 2700",
    "lockout-duration,   0, 4294967295",
    "lockout-window,    15, 900",
    "lockout-threshold, 10, 10",
    "history,           24, 24",
  })
  void windowsCountsSecondsAndHasAWordForEver(String word, String value, long kept)
      throws IOException {
    set(mechanism(), Map.of(word, value));
    assertThat(policy.kept()).containsEntry(AccountRule.of(word), kept);
    assertThat(mechanism().bind(rule(word)).read()).isEqualTo(Value.of(value));
  }

  @ParameterizedTest
  @EnumSource(AccountRule.class)
  void everyRuleGoesToSettingsAndBack(AccountRule rule) {
    for (long setting : List.of(0L, 1L, 30L)) {
      assertThat(rule.setting(rule.kept(setting))).isEqualTo(setting);
    }
    assertThat(AccountRule.of(rule.word())).isSameAs(rule);
  }

  @Test
  void aPassIsOneCallAndWhatIsThereAlreadyIsNone() throws IOException {
    var lockout =
        Map.of("lockout-duration", "15", "lockout-threshold", "10", "lockout-window", "15");
    set(mechanism(), lockout);
    assertThat(policy.calls).containsExactly("keep");
    set(mechanism(), lockout);
    assertThat(policy.calls).containsExactly("keep");
  }

  @Test
  void theOrderOfALongerWindowAndALongerLockoutDoesNotMatter() throws IOException {
    set(mechanism(), Map.of("lockout-window", "60", "lockout-duration", "60"));
    set(mechanism(), Map.of("lockout-window", "5", "lockout-duration", "5"));
    assertThat(mechanism().bind(rule("lockout-duration")).read()).isEqualTo(Value.of("5"));
  }

  @Test
  void kindsOfCharactersGoByATemplateAndOnlyWhenTheyChange() throws IOException {
    set(mechanism(), Map.of("complexity", "1"));
    set(mechanism(), Map.of("complexity", "1"));
    assertThat(policy.calls).containsExactly("kinds true");
  }

  @Test
  void partsOfADayComeBack() throws IOException {
    policy.given(AccountRule.MIN_AGE, 100_000);
    var before = mechanism().bind(rule("min-age")).capture();
    assertThat(before.value()).isEqualTo(Value.of("2"));
    set(mechanism(), Map.of("min-age", "5"));
    var mechanism = mechanism();
    mechanism.bind(rule("min-age")).restore(before);
    mechanism.settle(List.of(rule("min-age")));
    assertThat(policy.kept()).containsEntry(AccountRule.MIN_AGE, 100_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age          | 1  | min-age        | 3  | could not be changed before day 3",
        "lockout-duration | 10 | lockout-window | 20 | less than the 20",
      })
  void whatContradictsItselfIsRefusedInWordsAndForgotten(
      String one, String first, String two, String second, String why) throws IOException {
    var mechanism = mechanism();
    assertThatThrownBy(() -> set(mechanism, Map.of(one, first, two, second)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThat(policy.calls).isEmpty();
    mechanism.settle(List.of());
    assertThat(policy.calls).isEmpty();
  }

  @Test
  void passwordsLongerThanThisWindowsAsksForAreRefusedWithTheReason() throws IOException {
    var point = mechanism().bind(address());
    assertThatThrownBy(() -> point.write(Value.of("15")))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("14 characters at most, not 15")
        .hasMessageContaining("Relax minimum password length limits");
    policy.longest = 128;
    var mechanism = mechanism();
    mechanism.bind(address()).write(Value.of("15"));
    mechanism.settle(List.of(address()));
    assertThat(mechanism.bind(address()).read()).isEqualTo(Value.of("15"));
  }

  @ParameterizedTest
  @CsvSource({"history,25", "max-age,1000", "complexity,2", "min-length,129"})
  void whatWindowsCannotKeepIsNotApplicable(String word, String value) throws IOException {
    var point = mechanism().bind(rule(word));
    assertThatThrownBy(() -> point.write(Value.of(value)))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining(value);
  }

  @Test
  void onlyNumbersAreTaken() throws IOException {
    var point = mechanism().bind(address());
    assertThatThrownBy(() -> point.write(Value.of("x"))).hasMessageContaining("'x'");
  }

  @Test
  void aScratchRootHasNoAccounts() {
    assertThatThrownBy(() -> new AccountPolicyMechanism(Optional.empty()).bind(address()))
        .isInstanceOf(NotApplicableException.class);
  }
}
