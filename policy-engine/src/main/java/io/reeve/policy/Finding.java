package io.reeve.policy;

import io.reeve.policy.Compliance.Evidence;
import io.reeve.policy.CompliancePolicy.Check;
import java.util.List;
import java.util.Optional;

/// What the evidence says about one rule, grace and history aside.
///
/// @param expected what the rule asks for, in words
/// @param actual what was found, in words
/// @param evidence where it was found
record Finding(State state, String expected, String actual, String evidence) {

  enum State {
    HOLDS,
    FAILS,
    NOT_APPLICABLE,
    UNKNOWN
  }

  static Finding of(Catalog catalog, Check check, Evidence evidence) {
    return switch (evidence) {
      case Evidence.Failed(var error) ->
          new Finding(
              State.UNKNOWN,
              expected(catalog, check),
              "could not be judged: " + error,
              where(check));
      case Evidence.NotApplicable(var reason) ->
          new Finding(State.NOT_APPLICABLE, expected(catalog, check), reason, where(check));
      case Evidence.OfQuery(var rows, var sample) -> ofQuery(catalog, check, rows, sample);
      case Evidence.OfSetting(var seen, var where) -> ofSetting(catalog, check, seen, where);
    };
  }

  private static String expected(Catalog catalog, Check check) {
    return switch (check) {
      case Check.OfQuery _ -> "the query returns a row";
      case Check.OfSetting(var uri, var is, var value) ->
          words(is) + " " + quoted(catalog, uri, Value.of(value));
    };
  }

  /// A verdict is read by anyone, so it tells nothing of a confidential value.
  private static String quoted(Catalog catalog, OmaUri uri, Value value) {
    return catalog.isConfidential(List.of(uri))
        ? catalog.words(List.of(uri), value)
        : "'" + value.wire() + "'";
  }

  private static String words(Comparison is) {
    return switch (is) {
      case EQUAL -> "equal to";
      case AT_LEAST -> "at least";
      case AT_MOST -> "at most";
      case CONTAINS -> "contains";
    };
  }

  private static String where(Check check) {
    return switch (check) {
      case Check.OfQuery(var sql) -> sql;
      case Check.OfSetting(var uri, _, _) -> uri.toString();
    };
  }

  private static Finding mismatch(Catalog catalog, Check check) {
    return new Finding(
        State.UNKNOWN,
        expected(catalog, check),
        "could not be judged: the evidence is of another kind than the rule",
        where(check));
  }

  private static Finding ofQuery(Catalog catalog, Check check, int rows, String sample) {
    if (!(check instanceof Check.OfQuery(var sql))) {
      return mismatch(catalog, check);
    }
    var actual = rows == 0 ? "no row" : rows == 1 ? "1 row" : rows + " rows";
    return new Finding(
        rows > 0 ? State.HOLDS : State.FAILS,
        expected(catalog, check),
        actual,
        sample.isEmpty() ? sql : sql + Verdict.ROWS + sample);
  }

  private static Finding ofSetting(Catalog catalog, Check check, Observation seen, String where) {
    if (!(check instanceof Check.OfSetting(var uri, var is, var value))) {
      return mismatch(catalog, check);
    }
    return switch (seen) {
      case Observation.NotApplicable(var reason) ->
          new Finding(State.NOT_APPLICABLE, expected(catalog, check), reason, where);
      case Observation.Unreadable(var error) ->
          new Finding(
              State.UNKNOWN, expected(catalog, check), "could not be read: " + error, where);
      case Observation.Seen(var found) ->
          new Finding(
              holds(is, found, value) && !noLimit(catalog, uri, is, found, value)
                  ? State.HOLDS
                  : State.FAILS,
              expected(catalog, check),
              found.isAbsent() ? "not set" : quoted(catalog, uri, found),
              where);
    };
  }

  /// Whether the value found is the zero that means "no limit" where a limit is asked for.
  private static boolean noLimit(
      Catalog catalog, OmaUri uri, Comparison is, Value found, String asked) {
    var zero = Optional.of(0L);
    return is == Comparison.AT_MOST
        && Wire.number(found.wire()).equals(zero)
        && !Wire.number(asked.strip()).equals(zero)
        && catalog
            .find(uri)
            .filter(match -> match.setting().conflict() == ConflictRule.LOWEST_ZERO_NO_LIMIT)
            .isPresent();
  }

  /// What is not set is no value: it is never equal to, at least, at most, or containing anything.
  private static boolean holds(Comparison is, Value found, String asked) {
    if (found.isAbsent()) {
      return false;
    }
    return switch (is) {
      case EQUAL -> equal(found, asked);
      case AT_LEAST -> order(found, asked).filter(sign -> sign >= 0).isPresent();
      case AT_MOST -> order(found, asked).filter(sign -> sign <= 0).isPresent();
      case CONTAINS -> found.wire().contains(asked);
    };
  }

  private static boolean equal(Value found, String asked) {
    return switch (found) {
      case Value.Bool(var truth) -> Wire.bool(asked.strip()).equals(Optional.of(truth));
      case Value.Int(var number) -> Wire.number(asked.strip()).equals(Optional.of(number));
      case Value.Text(var text) -> text.equals(asked);
      case Value.Bytes bytes ->
          Wire.read(Format.B64, asked).filter(value -> value.sameAs(bytes)).isPresent();
      case Value.Absent _ -> false;
    };
  }

  /// How the two compare: as whole numbers, or else part by part as versions (`10.0` after `9.1`).
  /// Empty when either is neither.
  private static Optional<Integer> order(Value found, String asked) {
    return Version.of(found.wire())
        .flatMap(one -> Version.of(asked).map(other -> one.compareTo(other)));
  }
}
