package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares every interface of COM that we declare with the Windows headers: its identifier, and of
/// each method its place in the table of methods, the number and the sizes of its parameters.
final class ComHeadersTest {
  private static final List<String> HEADERS =
      List.of(
          "windows.h", "objbase.h", "oaidl.h", "netfw.h", "wbemcli.h", "wuapi.h", "netlistmgr.h");

  /// What the headers lack, with the reason that the declaration is right all the same.
  private static final Map<String, String> NOT_IN_HEADERS =
      Map.of(
          "IAutomaticUpdates2", "follows IAutomaticUpdates, whose last method has place 13 there",
          "IAutomaticUpdatesResults", "as Microsoft documents it: the first of a dual interface");

  private static final Pattern GUID =
      Pattern.compile("DEFINE_GUID\\((?:CLSID|IID)_(\\w+),\\s*([^)]*)\\)");

  @Test
  void everyMethodIsWhereTheHeadersHaveIt(@TempDir Path folder) throws Exception {
    WindowsHeaders.needed();
    var ours = new TreeMap<String, Long>();
    var code = new ArrayList<String>();
    for (var face : faces()) {
      for (var method : face.getDeclaredMethods()) {
        if (!NOT_IN_HEADERS.containsKey(face.getSimpleName())) {
          method(face.getSimpleName(), method, ours, code);
        }
      }
    }
    assertThat(ours).hasSizeGreaterThan(50);
    assertThat(new TreeMap<>(WindowsHeaders.compile(folder, "#define CINTERFACE", HEADERS, code)))
        .isEqualTo(ours);
  }

  private static void method(
      String face, Method method, Map<String, Long> ours, List<String> code) {
    var name = face + "." + method.getName();
    var table = face + "Vtbl";
    var type = "decltype(((" + table + " *)0)->" + method.getName() + ")";
    int slot = java.util.Objects.requireNonNull(method.getAnnotation(ComObject.Slot.class)).value();
    show(
        ours,
        code,
        name + "#slot",
        slot,
        "offsetof(" + table + ", " + method.getName() + ") / sizeof(void *)");
    var parameters = method.getParameterTypes();
    show(ours, code, name + "#count", parameters.length + 1, "of<" + type + ">::count");
    for (int i = 0; i < parameters.length; i++) {
      var parameter = parameters[i];
      show(
          ours,
          code,
          name + "#" + i,
          HeadersTest.size(parameter),
          "of<" + type + ">::size(" + (i + 1) + ")");
      var element = parameter.getComponentType();
      if (element != null && element != byte.class) {
        show(
            ours,
            code,
            name + "#" + i + "[]",
            HeadersTest.size(element),
            "of<" + type + ">::element(" + (i + 1) + ")");
      }
    }
  }

  private static void show(
      Map<String, Long> ours, List<String> code, String name, long mine, String expression) {
    ours.put(name, mine);
    code.add("SHOW(\"" + name + "\", (long long)(" + expression + "));");
  }

  @Test
  void everyIdentifierIsTheHeaders() throws Exception {
    WindowsHeaders.needed();
    var known = new TreeMap<String, List<String>>();
    for (var header :
        List.of(
            "netfw.h",
            "wbemcli.h",
            "wuapi.h",
            "unknwn.h",
            "oaidl.h",
            "unknwnbase.h",
            "netlistmgr.h")) {
      var found = GUID.matcher(WindowsHeaders.text(header));
      while (found.find()) {
        known.computeIfAbsent(found.group(1), _ -> new ArrayList<>()).add(text(found.group(2)));
      }
    }
    for (var face : faces()) {
      if (!NOT_IN_HEADERS.containsKey(face.getSimpleName())) {
        var id = java.util.Objects.requireNonNull(face.getAnnotation(ComObject.Iid.class)).value();
        assertThat(known.get(face.getSimpleName())).as(face.getSimpleName()).contains(id);
      }
    }
    assertThat(known.get("NetFwPolicy2")).contains(INetFwPolicy2.CLASS);
    assertThat(known.get("NetFwRule")).contains(INetFwRule.CLASS);
    assertThat(known.get("WbemLocator")).contains(IWbemLocator.CLASS);
  }

  private static String text(String numbers) {
    var digits = new StringBuilder();
    var parts = numbers.split(",");
    int[] widths = {8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2};
    for (int i = 0; i < parts.length; i++) {
      var hex = parts[i].strip().toLowerCase(Locale.ROOT).replace("0x", "");
      digits.append("0".repeat(widths[i] - hex.length())).append(hex);
    }
    return digits.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-').toString();
  }

  @Test
  void identifiersAreInMemoryAsWindowsHasThem() {
    assertThat(Guid.of("98325047-c671-4174-8d81-defcd3f03186"))
        .asHexString()
        .isEqualToIgnoringCase("4750329871C674418D81DEFCD3F03186");
  }

  private static List<Class<?>> faces() throws Exception {
    try (var files = Files.list(Path.of("target/classes/io/reeve/platform/windows"))) {
      var found = new ArrayList<Class<?>>();
      for (var file : files.map(each -> each.getFileName().toString()).sorted().toList()) {
        if (file.endsWith(".class") && !file.contains("$")) {
          var type = Class.forName("io.reeve.platform.windows." + file.replace(".class", ""));
          if (type.isAnnotationPresent(ComObject.Iid.class)) {
            found.add(type);
          }
        }
      }
      return found;
    }
  }
}
