package io.reeve.core.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.store.Outbox;
import io.reeve.store.Refusals.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Tells the service of values that were rolled back, because it could not be reached with them.
final class RollbackReport {
  /// The alert's type. Its data is a JSON list; each entry has `uri`, `authority`, `value` (missing
  /// when the withdrawal of a value was rolled back), `reason`, `at`, and `error` where a place
  /// could not be put back yet.
  static final String ALERT = "Reversed-Domain-Name:io.reeve.rollback";

  private static final int MOST = 200;
  private static final int LONGEST_VALUE = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RollbackReport() {}

  /// @param catalog tells what is confidential: an alert goes through many hands
  /// @param trouble why what was rolled back at an address is not as it was yet
  static void add(
      Outbox outbox,
      Catalog catalog,
      List<Refusal> refusals,
      Function<OmaUri, Optional<String>> trouble) {
    for (int from = 0; from < refusals.size(); from += MOST) {
      var some = refusals.subList(from, Math.min(refusals.size(), from + MOST));
      outbox.add(ALERT, "chr", "", list(catalog, some, trouble));
    }
  }

  private static String list(
      Catalog catalog, List<Refusal> refusals, Function<OmaUri, Optional<String>> trouble) {
    var list = JSON.createArrayNode();
    for (var refusal : refusals) {
      var entry = list.addObject();
      entry.put("uri", refusal.uri().toString());
      entry.put("authority", refusal.authority().name().toLowerCase(Locale.ROOT));
      if (!refusal.value().isAbsent()) {
        var settings = List.of(refusal.uri());
        entry.put(
            "value",
            catalog.isConfidential(settings)
                ? catalog.words(settings, refusal.value())
                : shortened(refusal.value().wire()));
      }
      entry.put("reason", refusal.reason());
      entry.put("at", refusal.at().toString());
      trouble.apply(refusal.uri()).ifPresent(error -> entry.put("error", error));
    }
    return list.toString();
  }

  private static String shortened(String wire) {
    return wire.length() <= LONGEST_VALUE ? wire : wire.substring(0, LONGEST_VALUE) + "...";
  }
}
