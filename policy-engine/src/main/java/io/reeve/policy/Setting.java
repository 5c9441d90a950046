package io.reeve.policy;

import java.util.List;
import java.util.Optional;

/// A row of the catalogue: what a setting is called, which values it takes, how several wishes
/// become one, and where it lives on each system. `docs/catalogue.md` describes the row's form.
public final class Setting {

  /// The longest value that is looked at, in characters.
  public static final int MAX_VALUE_LENGTH = 1024 * 1024;

  private final Row row;

  Setting(Row row) {
    this.row = row;
  }

  Row row() {
    return row;
  }

  /// The short name people use, for example `pw.min-length`.
  public String id() {
    return row.id();
  }

  /// The address, with `{name}` holes.
  public String uri() {
    return row.uri().toString();
  }

  public Format format() {
    return row.format();
  }

  /// Whether it only tells how the machine is: nobody can ask for a value of it.
  public boolean readOnly() {
    return row.readOnly();
  }

  /// Which values it takes beyond its format, in words; empty when any.
  public String allowed() {
    return row.allowed().words();
  }

  /// The value in force where nobody asks for one; empty when there is none to name.
  public Optional<Value> defaultValue() {
    return row.fallback();
  }

  public ConflictRule conflict() {
    return row.conflict().rule();
  }

  /// The words from the most restrictive on, for [ConflictRule#MOST_RESTRICTIVE]; else empty.
  public List<String> mostRestrictiveOf() {
    return row.conflict().order();
  }

  /// How a found value is compared with the wanted one to judge whether it is good enough.
  public Comparison compliant() {
    return row.compliant();
  }

  /// The workload it belongs to.
  public String category() {
    return row.category();
  }

  /// How early it is to be built: 1 first, 3 last.
  public int tier() {
    return row.tier();
  }

  /// What the setting means, in one sentence a user understands.
  public String sentence() {
    return row.sentence();
  }

  /// Whether a wrong value can cut the machine off from the service.
  public boolean cutsNetwork() {
    return row.cutsNetwork();
  }

  /// Whether a change takes effect only after a restart of the machine.
  public boolean reboot() {
    return row.reboot();
  }

  /// Whether its values are for administrators only: they may hold passwords.
  public boolean confidential() {
    return row.confidential();
  }

  /// The ids of settings that have to be in place before this one.
  public List<String> after() {
    return row.after();
  }

  /// Values that are taken, as they travel. At least one.
  public List<String> goodExamples() {
    return row.examples().good();
  }

  /// Values that are refused, as they travel.
  public List<String> badExamples() {
    return row.examples().bad();
  }

  /// An address of this setting, its holes filled with the row's examples.
  public OmaUri exampleUri() {
    return row.uri().fill(row.examples().holes());
  }

  /// Checks a value that came over the wire.
  ///
  /// @param format what the command says the format is; empty when it says nothing
  /// @param wire the value as it travelled
  public Acceptance accept(Optional<Format> format, String wire) {
    if (format.filter(said -> !alike(said, row.format())).isPresent()) {
      return new Acceptance.Rejected(
          Acceptance.Rejected.Kind.WRONG_FORMAT,
          "%s takes %s, not %s".formatted(id(), row.format().wire(), format.get().wire()));
    }
    if (wire.length() > MAX_VALUE_LENGTH) {
      return bad(wire, "is longer than " + MAX_VALUE_LENGTH + " characters");
    }
    var value = Wire.read(row.format(), wire);
    if (value.isEmpty()) {
      return bad(wire, "is not " + row.format().wire());
    }
    return row.allowed()
        .problem(checked(value.get(), wire))
        .<Acceptance>map(problem -> bad(wire, problem))
        .orElseGet(() -> new Acceptance.Accepted(stored(value.get())));
  }

  /// Truth values and numbers are checked in their one spelling, the rest as it came.
  private static String checked(Value value, String wire) {
    return value instanceof Value.Bool || value instanceof Value.Int ? value.wire() : wire;
  }

  /// One of a few words is stored without the white space around it, as the row spells it.
  private Value stored(Value value) {
    return row.allowed().isOneWord() && value instanceof Value.Text(var text)
        ? Value.of(text.strip())
        : value;
  }

  private Acceptance bad(String wire, String problem) {
    var cut = wire.length() > 80 ? wire.substring(0, 80) + "..." : wire;
    var shown = confidential() ? "the value" : "'" + cut + "'";
    return new Acceptance.Rejected(
        Acceptance.Rejected.Kind.BAD_VALUE, "%s: %s %s".formatted(id(), shown, problem));
  }

  /// Windows takes `chr` for `xml` and the other way, and binary travels as base64 anyhow.
  private static boolean alike(Format said, Format own) {
    return said == own || kin(said).equals(kin(own));
  }

  private static Format kin(Format format) {
    return switch (format) {
      case XML -> Format.CHR;
      case BIN -> Format.B64;
      case B64, BOOL, CHR, DATE, FLOAT, INT, NODE, NULL, TIME -> format;
    };
  }

  @Override
  public String toString() {
    return id();
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
  ///
  /// @param optional whether it counts only where the machine can hold it: an SSH server's banner
  ///   on a machine without one
  public record Target(Address address, Value value, boolean optional) {
    /// A place that always counts.
    public Target(Address address, Value value) {
      this(address, value, false);
    }
  }

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
