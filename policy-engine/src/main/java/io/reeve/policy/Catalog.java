package io.reeve.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every setting there is: one row of data each. Immutable and safe from any thread.
public final class Catalog {

  /// Loads the rows on the class path.
  ///
  /// @throws IllegalStateException when they are broken, which the tests of the build exclude
  public static Catalog load() {
    return Unbuilt.yet();
  }

  /// Reads rows from texts, for tests.
  ///
  /// @param files the JSON texts by file name
  /// @throws ProblemsException with every problem of every file
  public static Catalog parse(Map<String, String> files) throws ProblemsException {
    return Unbuilt.yet();
  }

  /// The setting of that address, with what its holes stand for. Literal segments match in any
  /// letter case, and more of them beat fewer.
  public Optional<Match> find(OmaUri uri) {
    return Unbuilt.yet();
  }

  /// The setting of that id.
  public Optional<Setting> byId(String id) {
    return Unbuilt.yet();
  }

  /// Every setting, in an order in which each comes after those its row names in `after`, and
  /// otherwise as the files list them.
  public List<Setting> all() {
    return Unbuilt.yet();
  }

  /// A setting at one address.
  ///
  /// @param setting the row
  /// @param uri the address as the row spells it, holes filled: two spellings of one node give the
  ///   same. The key to store desired values under
  /// @param holes what the row's `{name}` holes stand for, percent-decoded
  public record Match(Setting setting, OmaUri uri, Map<String, String> holes) {
    public Match {
      holes = Map.copyOf(holes);
    }

    /// Where the setting lives on that system, and what has to be there for this value.
    ///
    /// @param os `linux`, `macos` or `windows`
    /// @param value a value of the setting; it has passed [Setting#accept]
    public Setting.Binding bind(String os, Value value) {
      return Unbuilt.yet();
    }

    /// Where the setting lives on that system, whatever its value; to look at it.
    public Setting.Places places(String os) {
      return Unbuilt.yet();
    }

    /// What the places say, in the setting's own terms.
    ///
    /// Unreadable places make it unreadable, places that this machine lacks make it not applicable.
    /// Where several places disagree, the weakest by the row's conflict rule speaks for all. Where
    /// several values of the setting mean the same on this system, `wanted` is preferred.
    ///
    /// @param seen what was found at each of [#places]
    /// @param wanted the value asked for now; empty when there is none
    public Observation observed(String os, Map<Address, Observation> seen, Optional<Value> wanted) {
      return Unbuilt.yet();
    }
  }
}
