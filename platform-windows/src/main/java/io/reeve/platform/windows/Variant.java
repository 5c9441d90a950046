package io.reeve.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Instant;
import java.util.Optional;

/// A VARIANT of Windows that a method fills or is given, and what is in it.
final class Variant implements AutoCloseable {
  private static final int SIZE = 24;
  private static final int DATA = 8;
  private static final double DAYS_TO_1970 = 25_569;
  private static final double MILLIS = 86_400_000;

  private final OleAut32 automation;
  private final Memory memory = new Memory(SIZE);

  Variant(OleAut32 automation) {
    this.automation = automation;
    memory.clear();
  }

  Memory memory() {
    return memory;
  }

  /// Puts a value in, once.
  void put(Wmi.Given value) {
    switch (value) {
      case Wmi.Given.Text(var text) -> {
        memory.setLong(DATA, automation.SysAllocString(Wide.of(text)));
        memory.setShort(0, (short) OleAut32.VT_BSTR);
      }
      case Wmi.Given.Whole(var number) -> {
        memory.setInt(DATA, number);
        memory.setShort(0, (short) OleAut32.VT_I4);
      }
      case Wmi.Given.Truth(var truth) -> {
        memory.setShort(DATA, (short) (truth ? -1 : 0));
        memory.setShort(0, (short) OleAut32.VT_BOOL);
      }
      case Wmi.Given.Nothing() -> memory.setShort(0, (short) OleAut32.VT_NULL);
    }
  }

  private int kind() {
    return memory.getShort(0);
  }

  /// Whether there is nothing in it.
  boolean isEmpty() {
    return kind() == OleAut32.VT_EMPTY || kind() == OleAut32.VT_NULL;
  }

  /// The text, number or truth value in it, as text; empty when it has none or is of a kind that we
  /// do not read.
  Optional<String> text() {
    return switch (kind()) {
      case OleAut32.VT_BSTR ->
          Optional.of(memory.getLong(DATA))
              .filter(at -> at != 0)
              .map(at -> Wide.at(new Pointer(at)));
      case OleAut32.VT_BOOL -> Optional.of(Boolean.toString(memory.getShort(DATA) != 0));
      default -> number().map(Object::toString);
    };
  }

  /// The whole number in it.
  Optional<Long> number() {
    return switch (kind()) {
      case OleAut32.VT_I1 -> Optional.of((long) memory.getByte(DATA));
      case OleAut32.VT_UI1 -> Optional.of(memory.getByte(DATA) & 0xFFL);
      case OleAut32.VT_I2 -> Optional.of((long) memory.getShort(DATA));
      case OleAut32.VT_UI2 -> Optional.of(memory.getShort(DATA) & 0xFFFFL);
      case OleAut32.VT_I4 -> Optional.of((long) memory.getInt(DATA));
      case OleAut32.VT_UI4 -> Optional.of(memory.getInt(DATA) & 0xFFFFFFFFL);
      default -> Optional.empty();
    };
  }

  /// The time in it, which Windows keeps as days, in universal time; empty for none, which is day
  /// 0.
  Optional<Instant> time() {
    double days = kind() == OleAut32.VT_DATE ? memory.getDouble(DATA) : 0;
    return days == 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Math.round((days - DAYS_TO_1970) * MILLIS)));
  }

  /// The object in it; 0 for none. It goes with the variant.
  long object() {
    return kind() == OleAut32.VT_DISPATCH || kind() == OleAut32.VT_UNKNOWN
        ? memory.getLong(DATA)
        : 0;
  }

  @Override
  public void close() {
    automation.VariantClear(memory);
  }
}
