package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares every declaration of a DLL with the Windows headers of MinGW-w64: the value of each
/// constant, the size and the offsets of each structure, the number and the sizes of each
/// function's parameters. They are found by themselves: every interface of this package that JNA
/// loads. The compiler writes the facts into assembler text; nothing of it is run.
final class HeadersTest {
  /// The headers, in an order in which they compile.
  private static final List<String> HEADERS =
      List.of(
          "windows.h",
          "wincrypt.h",
          "bcrypt.h",
          "ncrypt.h",
          "lm.h",
          "winsvc.h",
          "sddl.h",
          "wtsapi32.h",
          "powrprof.h",
          "userenv.h",
          "tbs.h",
          "shellapi.h",
          "wintrust.h",
          "msi.h",
          "msiquery.h",
          "winternl.h",
          "objbase.h",
          "oleauto.h");

  /// What the headers lack, with the reason that the declaration is right all the same.
  private static final Map<String, String> NOT_IN_HEADERS =
      Map.ofEntries(
          Map.entry(
              "SceProfileInfo", "Microsoft publishes none for scecli.dll; as osquery declares it"),
          Map.entry("SceGetSecurityProfileInfo", "as osquery declares it"),
          Map.entry("SceFreeMemory", "as osquery declares it"),
          Map.entry("WTSSessionInfoEx", "MinGW-w64 lacks it; as Microsoft documents it"),
          Map.entry("WTS_SESSIONSTATE_LOCK", "the same"),
          Map.entry("WTS_SESSIONSTATE_UNLOCK", "the same"),
          Map.entry("TPM_DEVICE_INFO", "MinGW-w64 lacks it; as Microsoft documents it"),
          Map.entry("Tbsi_GetDeviceInfo", "the same"),
          Map.entry(
              "WscGetSecurityProviderHealth",
              "MinGW-w64 has no wscapi.h; as Microsoft documents it"),
          Map.entry(
              "RegisterDeviceWithLocalManagement",
              "in the Windows SDK only; as Microsoft documents it"),
          Map.entry("ApplyLocalManagementSyncML", "the same"),
          Map.entry("UnregisterDeviceWithLocalManagement", "the same"));

  private static Map<String, Long> ours;
  private static Map<String, Long> theirs;

  @BeforeAll
  static void askTheCompiler(@TempDir Path folder) throws Exception {
    WindowsHeaders.needed();
    ours = new TreeMap<>();
    var code = new ArrayList<String>();
    for (var library : libraries()) {
      describe(library, code);
    }
    theirs = WindowsHeaders.compile(folder, "", HEADERS, code);
  }

  @Test
  void everyConstantStructureAndFunctionIsAsInTheHeaders() {
    assertThat(ours).hasSizeGreaterThan(100).isEqualTo(new TreeMap<>(theirs));
  }

  /// Those of the agent, and those that only tests call.
  private static List<Class<?>> libraries() throws Exception {
    var found = new ArrayList<Class<?>>();
    for (var kind : List.of("classes", "test-classes")) {
      try (var files = Files.list(Path.of("target", kind, "io/reeve/platform/windows"))) {
        for (var file : files.map(each -> each.getFileName().toString()).sorted().toList()) {
          if (file.endsWith(".class") && !file.contains("$")) {
            var type = Class.forName("io.reeve.platform.windows." + file.replace(".class", ""));
            if (type.isInterface() && Library.class.isAssignableFrom(type)) {
              found.add(type);
            }
          }
        }
      }
    }
    return found;
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

  static long size(Class<?> type) {
    if (type.isArray()
        || Pointer.class.isAssignableFrom(type)
        || Structure.class.isAssignableFrom(type)
        || Callback.class.isAssignableFrom(type)
        || type == String.class
        || type == Variant.class
        || type == long.class) {
      return 8;
    }
    var sizes =
        Map.<Class<?>, Long>of(int.class, 4L, short.class, 2L, byte.class, 1L, void.class, 0L);
    return java.util.Objects.requireNonNull(sizes.get(type), () -> "no explicit size: " + type);
  }
}
