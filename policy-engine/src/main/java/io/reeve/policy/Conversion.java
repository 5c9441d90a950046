package io.reeve.policy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One step on the way from a setting's value to the value of a place, and back.
sealed interface Conversion {
  /// The value after the step. An absent one is never asked for and stays absent.
  Out forward(Value value);

  /// The values that the step turns into this one, the likeliest first; empty when none does or
  /// they cannot be told.
  List<Value> backward(Value value);

  /// The outcome of a step.
  sealed interface Out {
    record Got(Value value) implements Out {}

    /// There is no such value on this system; the reason ends a sentence about the setting.
    record Cannot(String reason) implements Out {}
  }

  private static Out cannot(String reason) {
    return new Out.Cannot(reason);
  }

  /// What stands beside each value; absent where nothing is to stand in the place.
  record Lookup(Map<String, Value> table) implements Conversion {
    public Lookup {
      table = Collections.unmodifiableMap(new LinkedHashMap<>(table));
    }

    @Override
    public Out forward(Value value) {
      var found = table.get(value.wire());
      return found == null
          ? cannot("has nothing that stands for '" + value.wire() + "'")
          : new Out.Got(found);
    }

    @Override
    public List<Value> backward(Value value) {
      var keys =
          table.entrySet().stream()
              .filter(entry -> entry.getValue().sameAs(value))
              .map(entry -> Value.of(entry.getKey()))
              .toList();
      return keys.isEmpty() && value.isAbsent() ? List.of(value) : keys;
    }
  }

  /// A fraction of a number, rounded up.
  record Scale(long times, long by) implements Conversion {
    @Override
    public Out forward(Value value) {
      return Wire.number(value.wire())
          .<Out>map(number -> new Out.Got(Value.of(ratio(number, times, by))))
          .orElseGet(() -> cannot("takes only numbers, not '" + value.wire() + "'"));
    }

    @Override
    public List<Value> backward(Value value) {
      if (value.isAbsent()) {
        return List.of(value);
      }
      return Wire.number(value.wire())
          .map(number -> Value.of(ratio(number, by, times)))
          .filter(back -> forward(back) instanceof Out.Got(var again) && again.sameAs(value))
          .stream()
          .toList();
    }

    private static long ratio(long number, long times, long by) {
      var product = BigInteger.valueOf(number).multiply(BigInteger.valueOf(times));
      var parts = product.divideAndRemainder(BigInteger.valueOf(by));
      long more = parts[1].signum() > 0 ? 1 : 0;
      return parts[0].longValue() + more;
    }
  }

  /// Some more.
  record Add(long more) implements Conversion {
    @Override
    public Out forward(Value value) {
      return Wire.number(value.wire())
          .<Out>map(number -> new Out.Got(Value.of(number + more)))
          .orElseGet(() -> cannot("takes only numbers, not '" + value.wire() + "'"));
    }

    @Override
    public List<Value> backward(Value value) {
      return value.isAbsent()
          ? List.of(value)
          : Wire.number(value.wire()).map(number -> Value.of(number - more)).stream().toList();
    }
  }

  /// The same for every value: what has to be there whenever the setting is wanted. It tells
  /// nothing of which value is wanted.
  record Constant(Value value) implements Conversion {
    @Override
    public Out forward(Value wanted) {
      return new Out.Got(value);
    }

    @Override
    public List<Value> backward(Value found) {
      return List.of();
    }
  }

  /// Nothing for one value, which says that there is no rule; every other value stays as it is.
  record Unless(Value none) implements Conversion {
    @Override
    public Out forward(Value value) {
      return new Out.Got(value.sameAs(none) ? Value.absent() : value);
    }

    @Override
    public List<Value> backward(Value value) {
      return List.of(value.isAbsent() ? none : value);
    }
  }

  /// A text around it.
  record Around(Template template) implements Conversion {
    @Override
    public Out forward(Value value) {
      return new Out.Got(Value.of(template.fill(Map.of("value", value.wire()))));
    }

    @Override
    public List<Value> backward(Value value) {
      return value.isAbsent()
          ? List.of(value)
          : template.part(value.wire()).map(Value::of).stream().toList();
    }
  }

  /// A part of it.
  record Extract(Regex regex) implements Conversion {
    @Override
    public Out forward(Value value) {
      return regex
          .first(value.wire())
          .<Out>map(part -> new Out.Got(Value.of(part)))
          .orElseGet(() -> cannot("finds no " + regex.pattern() + " in '" + value.wire() + "'"));
    }

    @Override
    public List<Value> backward(Value value) {
      boolean same =
          value.isAbsent() || (forward(value) instanceof Out.Got(var p) && p.sameAs(value));
      return same ? List.of(value) : List.of();
    }
  }

  /// A data element of an ADMX payload.
  ///
  /// @param id its id; empty for `enabled` itself
  record Admx(String id) implements Conversion {
    @Override
    public Out forward(Value value) {
      var admx = Xml.admx(value.wire());
      if (admx.isEmpty()) {
        return cannot("takes only ADMX payloads, not '" + value.wire() + "'");
      }
      if (id.isEmpty()) {
        return new Out.Got(Value.of(admx.get().enabled()));
      }
      return new Out.Got(
          Optional.ofNullable(admx.get().data().get(id)).map(Value::of).orElse(Value.absent()));
    }

    @Override
    public List<Value> backward(Value value) {
      if (value.isAbsent()) {
        return List.of(value);
      }
      if (id.isEmpty()) {
        return Wire.bool(value.wire())
            .map(enabled -> Value.of(Xml.write(new Xml.Admx(enabled, Map.of()))))
            .stream()
            .toList();
      }
      return List.of(Value.of(Xml.write(new Xml.Admx(true, Map.of(id, value.wire())))));
    }
  }

  /// The entries of a list, otherwise joined.
  ///
  /// @param delimiter of the setting
  /// @param with of the place
  record Join(String delimiter, String with) implements Conversion {
    @Override
    public Out forward(Value value) {
      return new Out.Got(Value.of(value.wire().replace(delimiter, with)));
    }

    @Override
    public List<Value> backward(Value value) {
      return value.isAbsent()
          ? List.of(value)
          : List.of(Value.of(String.join(delimiter, value.wire().split(Pattern.quote(with), -1))));
    }
  }
}
