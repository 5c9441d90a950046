package io.reeve.policy;

import java.util.Base64;

/// A value of a node, or of a place on the machine. [Absent] means "not set": written, it removes.
public sealed interface Value {
  /// The most characters of a text in a sentence.
  int MOST_WORDS = 120;

  /// Not set.
  record Absent() implements Value {
    @Override
    public String wire() {
      return "";
    }
  }

  /// A truth value; `true` or `false` on the wire.
  record Bool(boolean value) implements Value {
    @Override
    public String wire() {
      return Boolean.toString(value);
    }
  }

  /// A whole number; decimal on the wire. 64 bits wide because published ranges reach 4294967295.
  record Int(long value) implements Value {
    @Override
    public String wire() {
      return Long.toString(value);
    }
  }

  /// Text of any kind, XML and JSON included, exactly as it came.
  record Text(String value) implements Value {
    @Override
    public String wire() {
      return value;
    }
  }

  /// Binary content, held as canonical base64 (RFC 4648, one line) because a record must not hold
  /// an array. White space is removed; text that is not base64 throws an
  /// [IllegalArgumentException].
  record Bytes(String base64) implements Value {
    public Bytes {
      var text = base64.replaceAll("\\s", "");
      base64 = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
    }

    /// The value of these bytes.
    public static Bytes of(byte[] bytes) {
      return new Bytes(Base64.getEncoder().encodeToString(bytes));
    }

    /// A fresh copy of the bytes.
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String wire() {
      return base64;
    }
  }

  /// The value as it travels in a `Data` element.
  String wire();

  /// Whether this is [Absent].
  default boolean isAbsent() {
    return this instanceof Absent;
  }

  /// Whether both mean the same in a place on the machine: both absent, or both there and alike on
  /// the wire. A place that keeps text says `5` and `true` where a setting says 5 and true.
  default boolean sameAs(Value other) {
    return isAbsent() == other.isAbsent() && wire().equals(other.wire());
  }

  /// The value as people read it in sentences; of a long text the beginning.
  default String words() {
    return switch (this) {
      case Absent() -> "not set";
      case Bool(var truth) -> Boolean.toString(truth);
      case Int(var number) -> Long.toString(number);
      case Text(var text) -> "'" + shortened(text.strip()) + "'";
      case Bytes(var base64) -> base64.length() / 4 * 3 + " bytes";
    };
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MOST_WORDS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_WORDS)) + "…";
  }

  /// Not set.
  static Value absent() {
    return new Absent();
  }

  /// Text as a value.
  static Value of(String text) {
    return new Text(text);
  }

  /// A number as a value.
  static Value of(long number) {
    return new Int(number);
  }

  /// A truth value as a value.
  static Value of(boolean truth) {
    return new Bool(truth);
  }
}
