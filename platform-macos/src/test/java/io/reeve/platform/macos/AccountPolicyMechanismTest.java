package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.spi.Mechanism;
import io.reeve.harness.MechanismContract;
import io.reeve.platform.macos.AccountPolicies.Category;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountPolicyMechanismTest implements MechanismContract {
  private final Memory policies = new Memory();
  @TempDir Path root;

  /// A directory node that has a policy of somebody else's.
  private static final class Memory implements AccountPolicies {
    private final ObjectNode all = PropertyList.JSON.createObjectNode();

    Memory() {
      all.withArray(Category.CONTENT.key()).addObject().put("policyIdentifier", "com.example.one");
    }

    @Override
    public JsonNode all() {
      return all.deepCopy();
    }

    @Override
    public void add(Category category, ObjectNode policy) {
      all.withArray(category.key()).add(policy);
    }

    @Override
    public void remove(Category category, ObjectNode policy) throws IOException {
      ArrayNode list = all.withArray(category.key());
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i).equals(policy)) {
          list.remove(i);
          return;
        }
      }
      throw new IOException("no such policy");
    }
  }

  @Override
  public Mechanism mechanism() {
    return new AccountPolicyMechanism(new FakeMac().at(root), policies);
  }

  private static Address address(String rule) {
    return new Address("account-policy", Map.of("rule", rule));
  }

  @Override
  public Address address() {
    return address("min-length");
  }

  @Override
  public List<Value> values() {
    return List.of(Value.of("12"), Value.of("8"));
  }

  @Override
  public Optional<Address> neighbour() {
    return Optional.of(address("history"));
  }

  @Override
  public List<Address> badAddresses() {
    return List.of(new Address("account-policy", Map.of()), address("everything"));
  }

  @Test
  void policiesOfOthersStay() throws IOException {
    var place = mechanism().bind(address());
    place.write(Value.of("12"));
    place.write(Value.absent());
    assertThat(policies.all().path("policyCategoryPasswordContent"))
        .extracting(policy -> policy.path("policyIdentifier").asText())
        .containsExactly("com.example.one");
  }

  @Test
  void aPolicyUnderOurNameThatSaysSomethingElseIsNotInForce() throws IOException {
    var place = mechanism().bind(address());
    var tampered = AccountRule.MIN_LENGTH.policy("12").put("policyContent", "TRUEPREDICATE");
    policies.add(Category.CONTENT, tampered);
    assertThat(place.read()).isEqualTo(Value.absent());
    place.write(Value.of("12"));
    assertThat(place.read()).isEqualTo(Value.of("12"));
    assertThat(policies.all().path("policyCategoryPasswordContent")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "min-length, 0",
    "min-length, 129",
    "min-length, 8}",
    "complexity, 5",
    "history, 51",
    "max-age, 731",
    "lockout, 10"
  })
  void aValueThatMakesNoPolicyIsRefused(String rule, String value) {
    assertThatThrownBy(() -> mechanism().bind(address(rule)).write(Value.of(value)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(value);
  }

  /// The expressions that a predicate gives to ICU mean the same to Java.
  @ParameterizedTest
  @CsvSource({
    "min-length, 8, 1234567, false", "min-length, 8, 12345678, true",
    "complexity, 2, abcdefgh, false", "complexity, 2, abcdefg1, true",
    "complexity, 4, abcdefG1, false", "complexity, 4, abcdeG1!, true"
  })
  void aPasswordIsTakenOrNot(String rule, String value, String password, boolean taken)
      throws IOException {
    var expressions =
        Pattern.compile("policyAttributePassword matches '([^']+)'")
            .matcher(AccountRule.of(rule).content(value))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(expressions).isNotEmpty();
    assertThat(expressions.stream().allMatch(password::matches)).isEqualTo(taken);
  }

  @Test
  void noCharacterThreeTimesInARow() throws IOException {
    var content = AccountRule.NO_REPEATS.content("3");
    var expression = content.substring(content.indexOf('\'') + 1, content.lastIndexOf('\''));
    var written = expression.replace("\\\\", "\\");
    assertThat("paaass").matches(written);
    assertThat("paasword").doesNotMatch(written);
  }

  @Test
  void aLockoutForGoodHasNoTimeInIt() throws IOException {
    var forGood =
        "AccountLockoutDuration:0, AccountLockoutThreshold:5, ResetAccountLockoutCounterAfter:15";
    assertThat(AccountRule.LOCKOUT.content(forGood)).doesNotContain("autoEnableInSeconds");
    var minutes = forGood.replace("Duration:0", "Duration:15");
    assertThat(AccountRule.LOCKOUT.parameters(minutes))
        .containsEntry("autoEnableInSeconds", 900L)
        .containsEntry("policyAttributeMaximumFailedAuthentications", 5L);
  }
}
