package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Policies for the accounts of this Mac. Parameter: `rule`, one of [AccountRule].
///
/// Ours stand beside those of profiles and of other programs; all of them have to be met. A policy
/// under our name that is not as we would write it counts as not there.
final class AccountPolicyMechanism implements Mechanism {
  private final Tools tools;
  private final AccountPolicies policies;

  AccountPolicyMechanism(Tools tools, AccountPolicies policies) {
    this.tools = tools;
    this.policies = policies;
  }

  @Override
  public String name() {
    return "account-policy";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var rule = AccountRule.of(address.parameter("rule"));
    tools.live("accounts");
    return new Place(policies, rule);
  }

  /// Our policy of one kind.
  private record Place(AccountPolicies policies, AccountRule rule) implements Point {
    private List<ObjectNode> ours() throws IOException {
      var ours = new ArrayList<ObjectNode>();
      for (var policy : policies.all().path(rule.category().key())) {
        if (policy instanceof ObjectNode one
            && one.path("policyIdentifier").asText().equals(rule.identifier())) {
          ours.add(one);
        }
      }
      return ours;
    }

    @Override
    public Value read() throws IOException {
      var ours = ours();
      if (ours.size() != 1) {
        return Value.absent();
      }
      var value = ours.getFirst().path("policyParameters").path(AccountRule.VALUE).asText();
      return isWhole(ours.getFirst(), value) ? Value.of(value) : Value.absent();
    }

    /// The directory may add to a policy; what it says and its numbers have to be ours.
    private boolean isWhole(ObjectNode policy, String value) {
      try {
        var wanted = rule.policy(value);
        return policy.path("policyContent").equals(wanted.path("policyContent"))
            && policy.path("policyParameters").equals(wanted.path("policyParameters"));
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        set(List.of());
      } else if (!read().sameAs(value)) {
        set(List.of(rule.policy(value.wire())));
      }
    }

    /// The new one first: there is no moment without any.
    private void set(List<ObjectNode> wanted) throws IOException {
      var before = ours();
      for (var policy : wanted) {
        if (!before.contains(policy)) {
          policies.add(rule.category(), policy);
        }
      }
      for (var policy : before) {
        if (!wanted.contains(policy)) {
          policies.remove(rule.category(), policy);
        }
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var texts = ours().stream().map(policy -> Optional.of(policy.toString())).toList();
      return new Snapshot(read(), texts.isEmpty() ? "" : Details.of(texts));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var wanted = new ArrayList<ObjectNode>();
      if (!before.detail().isEmpty()) {
        var words = Details.parse(before.detail(), before.detail().split(" ").length);
        for (var text : words) {
          wanted.add((ObjectNode) PropertyList.JSON.readTree(text.orElseThrow()));
        }
      }
      set(wanted);
    }
  }
}
