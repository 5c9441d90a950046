package io.reeve.policy;

import io.reeve.policy.DesiredState.Wish;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The conflict rules: several wishes for one address, one winner (ddf-v2 section 4).
///
/// Where the rule ranks values, the value decides, whoever asks for it: so the local administrator
/// can make a machine stricter than the service asks for and never laxer. Where it does not, the
/// authority decides: see [Authority]. When who wrote is of no account, nobody gains by writing
/// again.
///
/// @param winner the wish that wins
/// @param why by which rule, in a sentence
record Merge(Wish winner, String why) {
  private static final Set<String> DENIALS = Set.of("0", "false", "no", "deny", "block");

  private static final Comparator<Wish> BY_RANK = Comparator.comparing(Wish::authority);

  /// The winner among wishes that count.
  static Merge of(Row.Conflict conflict, List<Wish> wishes) {
    var first = wishes.stream().min(BY_RANK).orElseThrow();
    if (wishes.size() == 1) {
      return new Merge(first, first.authority().words() + " alone asks for it");
    }
    return ranked(conflict, wishes)
        .orElseGet(() ->
            new Merge(
                first,
                first.authority().words()
                    + " comes first, whoever else asks ("
                    + wire(conflict)
                    + ")"));
  }

  private static String wire(Row.Conflict conflict) {
    return conflict.rule().wire();
  }

  private static Optional<Merge> ranked(Row.Conflict conflict, List<Wish> wishes) {
    var values = wishes.stream().map(wish -> wish.entry().value()).toList();
    return strongest(conflict, values)
        .map(best -> {
          var winner =
              wishes.stream()
                  .filter(wish -> wish.entry().value().sameAs(best))
                  .min(BY_RANK)
                  .orElseThrow();
          return new Merge(winner, sentence(conflict, winner, values));
        });
  }

  private static String sentence(Row.Conflict conflict, Wish winner, List<Value> values) {
    return "%s asks for '%s', the %s of %s (%s)"
        .formatted(
            winner.authority().words(),
            winner.entry().value().wire(),
            superlative(conflict.rule()),
            values.stream()
                .map(v -> "'" + v.wire() + "'")
                .distinct()
                .collect(Collectors.joining(", ")),
            wire(conflict));
  }

  private static String superlative(ConflictRule rule) {
    return switch (rule) {
      case LOWEST -> "lowest";
      case HIGHEST -> "highest";
      case LOWEST_ZERO_NO_LIMIT -> "lowest limit";
      case HIGHEST_ZERO_NO_LIMIT -> "highest limit";
      case MOST_RESTRICTIVE -> "most restrictive";
      case DENY_WINS -> "denial";
      case LAST_WRITE, NO_MERGE, UNION_BY_KEY -> "first";
    };
  }

  /// The value that wins; empty when the authority decides.
  private static Optional<Value> strongest(Row.Conflict conflict, List<Value> values) {
    return switch (conflict.rule()) {
      case LAST_WRITE, NO_MERGE, UNION_BY_KEY -> Optional.empty();
      case LOWEST -> numeric(values).flatMap(v -> v.stream().min(BY_NUMBER));
      case HIGHEST -> numeric(values).flatMap(v -> v.stream().max(BY_NUMBER));
      case LOWEST_ZERO_NO_LIMIT -> numeric(values).flatMap(v -> limits(v).stream().min(BY_NUMBER));
      case HIGHEST_ZERO_NO_LIMIT -> numeric(values).flatMap(v -> limits(v).stream().max(BY_NUMBER));
      case MOST_RESTRICTIVE -> listed(conflict.order(), values).map(List::getFirst);
      case DENY_WINS ->
          values.stream()
              .filter(v -> DENIALS.contains(v.wire().toLowerCase(Locale.ROOT)))
              .findFirst();
    };
  }

  /// The value that counts where a setting's places disagree: the least secure one. Empty when the
  /// rule knows no order.
  static Optional<Value> weakest(Row.Conflict conflict, List<Value> values) {
    return switch (conflict.rule()) {
      case LAST_WRITE, NO_MERGE, UNION_BY_KEY -> Optional.empty();
      case LOWEST -> numeric(values).flatMap(v -> v.stream().max(BY_NUMBER));
      case HIGHEST -> numeric(values).flatMap(v -> v.stream().min(BY_NUMBER));
      case LOWEST_ZERO_NO_LIMIT ->
          zero(values).or(() -> numeric(values).flatMap(v -> v.stream().max(BY_NUMBER)));
      case HIGHEST_ZERO_NO_LIMIT ->
          zero(values).or(() -> numeric(values).flatMap(v -> v.stream().min(BY_NUMBER)));
      case MOST_RESTRICTIVE -> listed(conflict.order(), values).map(List::getLast);
      case DENY_WINS ->
          values.stream()
              .filter(v -> !DENIALS.contains(v.wire().toLowerCase(Locale.ROOT)))
              .findFirst();
    };
  }

  private static final Comparator<Value> BY_NUMBER =
      Comparator.comparingLong(value -> number(value).orElse(0L));

  /// Zero means "no limit": it counts only when there is nothing else.
  private static List<Value> limits(List<Value> values) {
    var limits = values.stream().filter(value -> number(value).orElse(0L) != 0).toList();
    return limits.isEmpty() ? values : limits;
  }

  private static Optional<Value> zero(List<Value> values) {
    return values.stream().filter(value -> number(value).equals(Optional.of(0L))).findFirst();
  }

  /// The values when all of them are numbers, or truth values taken as 0 and 1.
  private static Optional<List<Value>> numeric(List<Value> values) {
    return values.stream().allMatch(value -> number(value).isPresent())
        ? Optional.of(values)
        : Optional.empty();
  }

  private static Optional<Long> number(Value value) {
    return switch (value) {
      case Value.Bool(var truth) -> Optional.of(truth ? 1L : 0L);
      case Value.Int(var number) -> Optional.of(number);
      case Value.Text(var text) -> Wire.number(text.strip());
      case Value.Absent _, Value.Bytes _ -> Optional.empty();
    };
  }

  /// The values in the order of the list, when all of them are in it.
  private static Optional<List<Value>> listed(List<String> order, List<Value> values) {
    return values.stream().allMatch(value -> order.contains(value.wire()))
        ? Optional.of(
            values.stream().sorted(Comparator.comparingInt(v -> order.indexOf(v.wire()))).toList())
        : Optional.empty();
  }
}
