package io.reeve.platform.linux;

import io.reeve.core.firewall.FirewallPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whoever holds the machine's packet filter. Of those there are, one is in charge; the policy goes
/// to it and to no other, for what one of them drops is lost whatever another allows.
interface FirewallBackend {
  /// The word for it in the saved file.
  String name();

  /// Whether it is in charge of this machine now. The last of the list always is.
  boolean isInCharge(SavedFirewall saved) throws IOException;

  /// Changes whenever what [#standing] tells may have changed, the kernel's ruleset aside.
  List<Object> stamp() throws IOException;

  /// Whether what it has in force may change without a new generation of the kernel's ruleset.
  default boolean isSilent() throws IOException {
    return false;
  }

  /// Why it cannot hold a rule of these fields; empty when it can. A rule that says more than can
  /// be held is left out whole: without that it would be about more than was asked.
  Optional<String> refusal(Map<String, String> fields);

  /// Why it cannot be turned off; empty when it can.
  Optional<String> staysOn();

  /// What of a policy is in force, told by another path than the one it was made by.
  ///
  /// @param policy what was made, without the rules that were left out
  Standing standing(FirewallPolicy policy) throws IOException;

  /// Makes the policy so, from whatever of ours is there; the empty one leaves nothing of ours.
  ///
  /// @param notes what has to be known to undo it exactly: those of the last time, to be changed
  void apply(FirewallPolicy policy, Notes notes) throws IOException;

  /// What is remembered, each thing durably before what it is about is changed.
  interface Notes {
    /// Notes something, unless something is noted there already.
    void keep(String key, String value) throws IOException;

    Optional<String> get(String key);

    /// Forgets it, once what it is about has been undone.
    Optional<String> drop(String key);
  }

  /// What of a policy is in force.
  ///
  /// @param keys those of the defaults (`enabled inbound outbound`) and what each has in force,
  ///   whether asked or not
  /// @param rules the names of the rules that are there as they were made
  /// @param overruled those of them that cannot take effect, and why
  record Standing(Map<String, String> keys, Set<String> rules, Map<String, String> overruled) {
    public Standing {
      keys = Map.copyOf(keys);
      rules = Set.copyOf(rules);
      overruled = Map.copyOf(overruled);
    }
  }
}
