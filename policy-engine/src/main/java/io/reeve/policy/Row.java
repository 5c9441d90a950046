package io.reeve.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row of the catalogue as read. `docs/catalogue.md` says what each member means.
record Row(
    String id,
    UriTemplate uri,
    Format format,
    boolean readOnly,
    Allowed allowed,
    Optional<Value> fallback,
    Conflict conflict,
    Comparison compliant,
    String category,
    int tier,
    String sentence,
    boolean cutsNetwork,
    boolean reboot,
    boolean confidential,
    List<String> after,
    Map<String, Home> on,
    Examples examples) {

  /// The systems a row speaks of.
  static final List<String> SYSTEMS = List.of("linux", "macos", "windows");

  Row {
    after = List.copyOf(after);
    on = Map.copyOf(on);
  }

  /// @param order the words from the most restrictive on; empty unless the rule is
  ///   [ConflictRule#MOST_RESTRICTIVE]
  record Conflict(ConflictRule rule, List<String> order) {
    Conflict {
      order = List.copyOf(order);
    }
  }

  /// @param holes an example for each hole of the address
  record Examples(List<String> good, List<String> bad, Map<String, String> holes) {
    Examples {
      good = List.copyOf(good);
      bad = List.copyOf(bad);
      holes = Map.copyOf(holes);
    }
  }

  /// Where the setting lives on one system.
  sealed interface Home {
    /// @param compose how the setting's value is put together from the places' parts
    /// @param note what people have to know of it on this system; empty when nothing more
    record In(List<Spot> spots, Optional<Template> compose, String note) implements Home {
      public In {
        spots = List.copyOf(spots);
      }
    }

    record Nowhere(String reason) implements Home {}
  }

  /// One place.
  ///
  /// @param chain how the setting's value becomes the place's
  /// @param optional whether it counts only where the machine can hold it
  record Spot(
      String mechanism,
      Map<String, Template> parameters,
      List<Conversion> chain,
      boolean optional) {
    /// The hole that stands for a member's name.
    static final String MEMBER = "member";

    Spot {
      parameters = Map.copyOf(parameters);
      chain = List.copyOf(chain);
    }

    /// Whether the place itself depends on the value.
    boolean movesWithValue() {
      return names("value") || isForMembers();
    }

    /// Whether it stands for a place for each member of the value, a JSON object.
    boolean isForMembers() {
      return names(MEMBER);
    }

    private boolean names(String hole) {
      return parameters.values().stream().anyMatch(template -> template.names().contains(hole));
    }

    /// Whether it does not count, for what was found there.
    boolean isIdle(Observation found) {
      return optional && found instanceof Observation.NotApplicable;
    }

    /// Whether it holds the same whatever the setting's value.
    boolean isFixed() {
      return !chain.isEmpty() && chain.getLast() instanceof Conversion.Constant;
    }

    /// Whether it takes a part of the value that `compose` puts back.
    boolean takesPart() {
      return !chain.isEmpty() && chain.getFirst() instanceof Conversion.Extract;
    }
  }
}
