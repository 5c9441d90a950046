package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares every declaration of a DLL with the Windows headers of MinGW-w64: the value of each
/// constant, the size and the offsets of each structure, the number and the sizes of each
/// function's parameters. They are found by themselves: every interface of this package that JNA
/// loads. The compiler writes the facts into assembler text; nothing of it is run.
final class HeadersTest {
  private static final String COMPILER = "x86_64-w64-mingw32-g++";
  private static final String PACKAGES = "g++-mingw-w64-x86-64-win32 mingw-w64-x86-64-dev";

  /// The headers, in an order in which they compile.
  private static final List<String> HEADERS =
      List.of(
          "windows.h",
          "wincrypt.h",
          "lm.h",
          "winsvc.h",
          "sddl.h",
          "wtsapi32.h",
          "powrprof.h",
          "winternl.h");

  /// What the headers lack, with the reason that the declaration is right all the same.
  private static final Map<String, String> NOT_IN_HEADERS =
      Map.of(
          "SceProfileInfo", "Microsoft publishes none for scecli.dll; as osquery declares it",
          "SceGetSecurityProfileInfo", "as osquery declares it",
          "SceFreeMemory", "as osquery declares it");

  private static final Pattern FACT = Pattern.compile("REEVE (\\S+) \\$?(-?\\d+)");
  private static Map<String, Long> ours;
  private static Map<String, Long> theirs;

  @BeforeAll
  static void askTheCompiler(@TempDir Path folder) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, COMPILER))),
        "SKIPPED: no Windows headers; on Debian: apt-get install " + PACKAGES);
    ours = new TreeMap<>();
    var code = new ArrayList<String>();
    for (var library : libraries()) {
      describe(library, code);
    }
    theirs = compile(folder, code);
  }

  @Test
  void everyConstantStructureAndFunctionIsAsInTheHeaders() {
    assertThat(ours).hasSizeGreaterThan(100).isEqualTo(new TreeMap<>(theirs));
  }

  private static List<Class<?>> libraries() throws Exception {
    try (var files = Files.list(Path.of("target/classes/io/reeve/platform/windows"))) {
      var found = new ArrayList<Class<?>>();
      for (var file : files.map(each -> each.getFileName().toString()).sorted().toList()) {
        if (file.endsWith(".class") && !file.contains("$")) {
          var type = Class.forName("io.reeve.platform.windows." + file.replace(".class", ""));
          if (type.isInterface() && Library.class.isAssignableFrom(type)) {
            found.add(type);
          }
        }
      }
      return found;
    }
  }

  private static void describe(Class<?> library, List<String> code) throws Exception {
    for (var field : library.getDeclaredFields()) {
      if (field.getType() == int.class || field.getType() == long.class) {
        constant(field, code);
      }
    }
    for (var type : library.getDeclaredClasses()) {
      if (Structure.class.isAssignableFrom(type)) {
        structure(type, code);
      }
    }
    for (var method : library.getDeclaredMethods()) {
      function(method, code);
    }
  }

  private static void show(List<String> code, String name, long mine, String expression) {
    if (NOT_IN_HEADERS.containsKey(name.replaceAll("[.#].*", ""))) {
      return;
    }
    ours.put(name, mine);
    code.add("SHOW(\"" + name + "\", (long long)(" + expression + "));");
  }

  private static void constant(Field field, List<String> code) throws Exception {
    field.setAccessible(true);
    boolean wide = field.getType() == long.class;
    long mine = wide ? field.getLong(null) : field.getInt(null);
    show(code, field.getName(), mine, (wide ? "" : "(int)") + "(" + field.getName() + ")");
  }

  private static void structure(Class<?> type, List<String> code) throws Exception {
    var structure = instance(type);
    var name = type.getSimpleName();
    show(code, name, structure.size(), "sizeof(" + name + ")");
    for (var field : type.getFields()) {
      if (field.getDeclaringClass() == type && !Modifier.isStatic(field.getModifiers())) {
        show(
            code,
            name + "." + field.getName(),
            structure.offsetOf(field.getName()),
            "offsetof(" + name + ", " + field.getName() + ")");
      }
    }
  }

  private static WinStructure instance(Class<?> type) throws Exception {
    try {
      var empty = type.getDeclaredConstructor();
      empty.setAccessible(true);
      return (WinStructure) empty.newInstance();
    } catch (NoSuchMethodException e) {
      var there = type.getDeclaredConstructor(Pointer.class);
      there.setAccessible(true);
      return (WinStructure) there.newInstance(new com.sun.jna.Memory(4096));
    }
  }

  private static void function(Method method, List<String> code) {
    var name = method.getName();
    var type = "decltype(&" + name + ")";
    var parameters = method.getParameterTypes();
    show(code, name + "#count", parameters.length, "of<" + type + ">::count");
    show(code, name + "#answer", size(method.getReturnType()), "of<" + type + ">::answer");
    for (int i = 0; i < parameters.length; i++) {
      show(code, name + "#" + i, size(parameters[i]), "of<" + type + ">::size(" + i + ")");
      int element = parameters[i] == int[].class ? 4 : parameters[i] == long[].class ? 8 : 0;
      if (element != 0) {
        show(code, name + "#" + i + "[]", element, "of<" + type + ">::element(" + i + ")");
      }
    }
  }

  private static long size(Class<?> type) {
    if (type.isArray()
        || Pointer.class.isAssignableFrom(type)
        || Structure.class.isAssignableFrom(type)
        || Callback.class.isAssignableFrom(type)
        || type == long.class) {
      return 8;
    }
    var sizes =
        Map.<Class<?>, Long>of(int.class, 4L, short.class, 2L, byte.class, 1L, void.class, 0L);
    return java.util.Objects.requireNonNull(sizes.get(type), () -> "no explicit size: " + type);
  }

  private static Map<String, Long> compile(Path folder, List<String> code) throws Exception {
    var lines = new ArrayList<String>();
    lines.add("#define _WIN32_WINNT 0x0A00\n#define UNICODE");
    HEADERS.forEach(header -> lines.add("#include <" + header + ">"));
    lines.add(
        """
        #include <cstddef>
        #define SHOW(name, value) asm volatile("REEVE " name " %0" : : "i"(value))
        template <class T> struct width { static constexpr long long all = sizeof(T), of = 0; };
        template <> struct width<void> { static constexpr long long all = 0, of = 0; };
        template <> struct width<void *> { static constexpr long long all = 8, of = 0; };
        template <class T> struct width<T *> { static constexpr long long all = 8, of = sizeof(T); };
        template <class T> struct of;
        template <class R, class... A> struct of<R (*)(A...)> {
          static constexpr long long count = sizeof...(A), answer = width<R>::all;
          static constexpr long long size(int i) { long long all[] = {width<A>::all..., 0}; return all[i]; }
          static constexpr long long element(int i) { long long all[] = {width<A>::of..., 0}; return all[i]; }
        };
        template <class R, class... A> struct of<R (*)(A...) noexcept> : of<R (*)(A...)> {};
        void facts() {\
        """);
    lines.addAll(code);
    lines.add("}");
    var source = Files.write(folder.resolve("facts.cpp"), lines);
    var process =
        new ProcessBuilder(
                COMPILER, "-std=c++17", "-O1", "-w", "-S", "-o", "facts.s", source.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the compiler ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    return facts(folder.resolve("facts.s"));
  }

  private static Map<String, Long> facts(Path assembler) throws IOException {
    var facts = new LinkedHashMap<String, Long>();
    try (var lines = Files.lines(assembler)) {
      lines
          .map(FACT::matcher)
          .filter(java.util.regex.Matcher::find)
          .forEach(found -> facts.put(found.group(1), Long.parseLong(found.group(2))));
    }
    return facts;
  }
}
