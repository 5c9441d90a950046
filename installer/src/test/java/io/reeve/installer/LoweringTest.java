package io.reeve.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Classes written anew do what they did.
final class LoweringTest {
  /// One field of each kind.
  record Everything(
      boolean flag,
      byte small,
      char letter,
      short number,
      int count,
      long size,
      float part,
      double whole,
      @Nullable String text,
      List<Integer> list) {
    static Everything of(float part, double whole, @Nullable String text) {
      return new Everything(
          true, (byte) -1, 'x', (short) 7, 1 << 20, 1L << 40, part, whole, text, List.of(1));
    }
  }

  /// Nothing in it.
  record Nothing() {}

  /// Switches of several kinds. Its interface has a method with a switch of its own.
  static final class Switches implements Function<Object, String>, Asks {
    @Override
    public String apply(@Nullable Object value) {
      return switch (value) {
        case null -> "none";
        case String text when text.isEmpty() -> "empty text";
        case String text -> "text " + text;
        case Integer number when number < 0 -> "less than none";
        case Number number -> "number " + number;
        case Nothing() -> "nothing";
        case Everything(var flag, _, _, _, _, _, _, _, _, _) -> "everything " + flag;
        default -> "else " + ask(value);
      };
    }
  }

  /// A switch in an interface.
  interface Asks {
    default String ask(Object value) {
      return switch (value) {
        case List<?> list -> "list of " + list.size();
        case Map<?, ?> map -> "map of " + map.size();
        default -> "thing";
      };
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void aSwitchOverTypesChoosesAsBefore(Optional<Object> value) throws Exception {
    var lowered =
        (Function<?, ?>) create(loader(), Switches.class.getName(), new Class<?>[0], new Object[0]);
    var said = Function.class.getMethod("apply", Object.class).invoke(lowered, value.orElse(null));
    assertThat(said).isEqualTo(new Switches().apply(value.orElse(null)));
  }

  static Stream<Optional<Object>> values() {
    return Stream.of(
        Optional.empty(),
        Optional.of(""),
        Optional.of("a"),
        Optional.of(-1),
        Optional.of(1),
        Optional.of(2.5),
        Optional.of(List.of(1, 2)),
        Optional.of(Map.of()),
        Optional.of('c'));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsAreEqualAndHashAsBefore(Everything one, Everything other) throws Exception {
    var loader = loader();
    var loweredOne = copy(loader, one);
    var loweredOther = copy(loader, other);
    assertThat(loweredOne.equals(loweredOther)).isEqualTo(one.equals(other));
    assertThat(loweredOne.hashCode()).isEqualTo(one.hashCode());
    assertThat(loweredOne).isIn(List.of(loweredOne)).isNotEqualTo(one).isNotEqualTo(null);
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> records() {
    var one = Everything.of(1, 2, "a");
    return Stream.of(
            Everything.of(1, 2, "a"),
            Everything.of(1, 2, "b"),
            Everything.of(1, 2, null),
            Everything.of(Float.NaN, 2, "a"),
            Everything.of(1, -0.0, "a"),
            Everything.of(1, 0.0, "a"),
            new Everything(false, (byte) 0, 'y', (short) 0, 0, 0, 1, 2, "a", List.of()),
            new Everything(
                true, (byte) -1, 'x', (short) 7, 1 << 20, 1L << 41, 1, 2, "a", List.of(1)))
        .flatMap(other ->
            Stream.of(
                org.junit.jupiter.params.provider.Arguments.of(one, other),
                org.junit.jupiter.params.provider.Arguments.of(other, other),
                org.junit.jupiter.params.provider.Arguments.of(other, Everything.of(1, 0.0, "a"))));
  }

  @Test
  void aRecordOfNothingIsEqualToItsLike() throws Exception {
    var loader = loader();
    var one = create(loader, Nothing.class.getName(), new Class<?>[0], new Object[0]);
    var other = create(loader, Nothing.class.getName(), new Class<?>[0], new Object[0]);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.hashCode()).isEqualTo(new Nothing().hashCode());
  }

  @Test
  void onlyCallsThatACacheKeepsAreLeft() throws IOException {
    var binders = new TreeSet<String>();
    for (var type : List.of(Everything.class, Switches.class, Asks.class)) {
      ClassFile.of().parse(lowered(type)).methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(CodeModel::elementStream)
          .filter(InvokeDynamicInstruction.class::isInstance)
          .map(InvokeDynamicInstruction.class::cast)
          .forEach(call ->
              binders.add(call.bootstrapMethod().owner().displayName() + " " + call.name()));
    }
    assertThat(binders)
        .containsExactly("ObjectMethods toString", "StringConcatFactory makeConcatWithConstants");
  }

  @Test
  void aClassOfAnOldFormatGetsOneThatACacheKeeps() throws Exception {
    var bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("old.Type"),
                type ->
                    type.withVersion(ClassFile.JAVA_5_VERSION, 0)
                        .withMethodBody(
                            "sign",
                            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int),
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                            code -> {
                              var less = code.newLabel();
                              code.iload(0).iflt(less).iconst_1().ireturn();
                              code.labelBinding(less).iconst_m1().ireturn();
                            }));

    var lowered = Lowering.lower(bytes, ClassHierarchyResolver.defaultResolver());

    assertThat(ClassFile.of().parse(lowered).majorVersion()).isEqualTo(ClassFile.JAVA_6_VERSION);
    var sign =
        new Types(Map.of("old.Type", lowered)).loadClass("old.Type").getMethod("sign", int.class);
    assertThat(List.of(sign.invoke(null, -7), sign.invoke(null, 7))).isEqualTo(List.of(-1, 1));
  }

  private static Object copy(ClassLoader loader, Everything one) throws Exception {
    var components = Everything.class.getRecordComponents();
    var types = Arrays.stream(components).map(each -> each.getType()).toArray(Class<?>[]::new);
    var values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = components[i].getAccessor().invoke(one);
    }
    return create(loader, Everything.class.getName(), types, values);
  }

  private static Object create(
      ClassLoader loader, String name, Class<?>[] types, @Nullable Object[] values)
      throws ReflectiveOperationException {
    var constructor = loader.loadClass(name).getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static ClassLoader loader() throws IOException {
    return new Types(
        Map.of(
            Everything.class.getName(), lowered(Everything.class),
            Nothing.class.getName(), lowered(Nothing.class),
            Asks.class.getName(), lowered(Asks.class),
            Switches.class.getName(), lowered(Switches.class)));
  }

  private static byte[] lowered(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      assertThat(in).isNotNull();
      return Lowering.lower(
          in.readAllBytes(),
          ClassHierarchyResolver.ofClassLoading(LoweringTest.class.getClassLoader()));
    }
  }

  /// Loads these classes, and all others as the test does.
  private static final class Types extends ClassLoader {
    private final Map<String, byte[]> types;

    Types(Map<String, byte[]> types) {
      super(LoweringTest.class.getClassLoader());
      this.types = types;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      var bytes = types.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      var loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
  }
}
