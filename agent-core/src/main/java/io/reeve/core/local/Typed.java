package io.reeve.core.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes typed values of what [Json#parse] gives. A component nobody knows is passed over and an
/// absent list or `Optional` is empty, so that a command line and a daemon of different versions
/// understand each other.
final class Typed {
  private Typed() {}

  /// A value that does not fit; the message names the place.
  static final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    MisfitException(String message) {
      super(message);
    }
  }

  /// @param where names the value in messages
  static Object as(Type type, @Nullable Object json, String where) throws MisfitException {
    return switch (type) {
      case ParameterizedType generic -> generic(generic, json, where);
      case Class<?> plain -> plain(plain, json, where);
      case Type other -> throw new IllegalArgumentException("no JSON form for " + other);
    };
  }

  private static Object generic(ParameterizedType type, @Nullable Object json, String where)
      throws MisfitException {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return json == null ? Optional.empty() : Optional.of(as(arguments[0], json, where));
    }
    if (type.getRawType() == List.class) {
      return json == null ? List.of() : list(arguments[0], json, where);
    }
    if (type.getRawType() == Map.class) {
      return map(arguments[1], json, where);
    }
    throw new IllegalArgumentException("no JSON form for " + type);
  }

  private static List<Object> list(Type element, Object json, String where) throws MisfitException {
    if (!(json instanceof List<?> values)) {
      throw misfit(where, "a list");
    }
    var result = new Object[values.size()];
    for (var i = 0; i < result.length; i++) {
      result[i] = as(element, values.get(i), where + "[" + i + "]");
    }
    return List.of(result);
  }

  private static Map<String, Object> map(Type element, @Nullable Object json, String where)
      throws MisfitException {
    if (!(json instanceof Map<?, ?> values)) {
      throw misfit(where, "an object");
    }
    var result = new LinkedHashMap<String, Object>();
    for (var entry : values.entrySet()) {
      var name = String.valueOf(entry.getKey());
      result.put(name, as(element, entry.getValue(), where + "." + name));
    }
    return result;
  }

  private static Object plain(Class<?> type, @Nullable Object json, String where)
      throws MisfitException {
    if (type.isRecord()) {
      return bean(type, json, where);
    }
    if (type == Instant.class && json instanceof String text) {
      return instant(text, where);
    }
    if (type.isEnum() && json instanceof String text) {
      return constant(type, text, where);
    }
    return scalar(type, json, where);
  }

  private static Object scalar(Class<?> type, @Nullable Object json, String where)
      throws MisfitException {
    if (type == int.class && json instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    var boxed = type == boolean.class ? Boolean.class : type == long.class ? Long.class : type;
    if (json != null && boxed.isInstance(json)) {
      return json;
    }
    throw misfit(where, "of type " + type.getSimpleName());
  }

  private static Object instant(String text, String where) throws MisfitException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw misfit(where, "a time");
    }
  }

  private static Object constant(Class<?> type, String text, String where) throws MisfitException {
    for (var constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw misfit(where, "one of " + Arrays.toString(type.getEnumConstants()));
  }

  private static Object bean(Class<?> type, @Nullable Object json, String where)
      throws MisfitException {
    if (!(json instanceof Map<?, ?> values)) {
      throw misfit(where, "an object");
    }
    var components = type.getRecordComponents();
    var arguments = new Object[components.length];
    for (var i = 0; i < components.length; i++) {
      var name = components[i].getName();
      arguments[i] = as(components[i].getGenericType(), values.get(name), where + "." + name);
    }
    return make(type, components, arguments, where);
  }

  private static Object make(
      Class<?> type, RecordComponent[] components, Object[] arguments, String where)
      throws MisfitException {
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new MisfitException(where + ": " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made", e);
    }
  }

  private static MisfitException misfit(String where, String expected) {
    return new MisfitException(where + " must be " + expected);
  }
}
