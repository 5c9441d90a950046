package io.reeve.core.tree;

import io.reeve.enroll.DmAccount;
import io.reeve.policy.Format;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `DMClient/Provider/{id}/HintAddress`: where a device may ask for hints. What the published
/// `Push` nodes name is a service of one vendor's, which answers that vendor's devices only; so
/// this node is Reeve's own. A service that gives none, at enrolment or later, gets no questions.
public final class HintAddress {
  static final String NAME = "HintAddress";

  private static final Logger LOG = LoggerFactory.getLogger(HintAddress.class);

  private HintAddress() {}

  /// The address, if the account has one.
  public static Optional<URI> of(DmAccount account) {
    return account.dmClient().entrySet().stream()
        .filter(parm -> parm.getKey().equalsIgnoreCase(NAME))
        .map(Map.Entry::getValue)
        .findFirst()
        .flatMap(HintAddress::parsed);
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(DmClientNodes.address(text));
    } catch (IllegalArgumentException e) {
      LOG.warn("no hints: {}", e.getMessage());
      return Optional.empty();
    }
  }

  static AccountNode node() {
    return new AccountNode(
        NAME,
        Format.CHR,
        EnumSet.of(Branch.Verb.ADD, Branch.Verb.GET, Branch.Verb.REPLACE, Branch.Verb.DELETE),
        draft -> Optional.ofNullable(draft.dmClient.get(NAME)),
        (draft, value) ->
            value.ifPresentOrElse(
                text -> draft.dmClient.put(NAME, DmClientNodes.address(text).toString()),
                () -> draft.dmClient.remove(NAME)));
  }
}
