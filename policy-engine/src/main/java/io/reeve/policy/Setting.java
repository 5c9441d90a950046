package io.reeve.policy;

import java.util.List;
import java.util.Optional;

/// A row of the catalogue: what a setting is called, which values it takes, how several wishes
/// become one, and where it lives on each system. `docs/catalogue.md` describes the row's form.
public final class Setting {

  /// The longest value that is looked at, in characters.
  public static final int MAX_VALUE_LENGTH = 64 * 1024;

  private final String id;

  Setting(String id) {
    this.id = id;
  }

  /// The short name people use, for example `pw.min-length`.
  public String id() {
    return id;
  }

  /// The address, with `{name}` holes.
  public String uri() {
    return Unbuilt.yet();
  }

  public Format format() {
    return Unbuilt.yet();
  }

  /// The value in force where nobody asks for one; empty when there is none to name.
  public Optional<Value> defaultValue() {
    return Unbuilt.yet();
  }

  public ConflictRule conflict() {
    return Unbuilt.yet();
  }

  /// How a found value is compared with the wanted one to judge whether it is good enough.
  public Comparison compliant() {
    return Unbuilt.yet();
  }

  public String category() {
    return Unbuilt.yet();
  }

  public int tier() {
    return Unbuilt.yet();
  }

  /// What the setting means, in one sentence a user understands.
  public String sentence() {
    return Unbuilt.yet();
  }

  /// Whether a wrong value can cut the machine off from the service.
  public boolean cutsNetwork() {
    return Unbuilt.yet();
  }

  /// Whether a change takes effect only after a restart of the machine.
  public boolean reboot() {
    return Unbuilt.yet();
  }

  /// The ids of settings that have to be in place before this one.
  public List<String> after() {
    return Unbuilt.yet();
  }

  /// Checks a value that came over the wire.
  ///
  /// @param format what the command says the format is; empty when it says nothing
  /// @param wire the value as it travelled
  public Acceptance accept(Optional<Format> format, String wire) {
    return Unbuilt.yet();
  }

  /// The answer to a value.
  public sealed interface Acceptance {
    /// Good; in the form to store.
    record Accepted(Value value) implements Acceptance {}

    /// Refused.
    ///
    /// @param kind what is wrong with it
    /// @param reason why, with the offending input, for people
    record Rejected(Kind kind, String reason) implements Acceptance {
      /// What is wrong with a value.
      public enum Kind {
        /// Answered 400.
        BAD_VALUE,
        /// Answered 415.
        WRONG_FORMAT
      }
    }
  }

  /// A place and what has to be there.
  public record Target(Address address, Value value) {}

  /// Where a value of a setting lives on one system.
  public sealed interface Binding {
    /// All of these have to hold.
    record Bound(List<Target> targets) implements Binding {
      public Bound {
        targets = List.copyOf(targets);
      }
    }

    /// This system cannot hold the setting, or not with this value.
    record NotApplicable(String reason) implements Binding {}
  }

  /// Where a setting lives on one system, whatever its value.
  public sealed interface Places {
    record At(List<Address> addresses) implements Places {
      public At {
        addresses = List.copyOf(addresses);
      }
    }

    /// This system cannot hold the setting, or its place depends on the value.
    record NotApplicable(String reason) implements Places {}
  }
}
