package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Windows headers of MinGW-w64, asked by its compiler: it writes facts into assembler text,
/// and nothing of it is run.
final class WindowsHeaders {
  private static final String COMPILER = "x86_64-w64-mingw32-g++";
  private static final String PACKAGES = "g++-mingw-w64-x86-64-win32 mingw-w64-x86-64-dev";
  private static final Path FOLDER = Path.of("/usr/x86_64-w64-mingw32/include");
  private static final Pattern FACT = Pattern.compile("REEVE (\\S+) \\$?(-?\\d+)");

  private WindowsHeaders() {}

  /// Skips the test where they are missing.
  static void needed() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, COMPILER))),
        "SKIPPED: no Windows headers; on Debian: apt-get install " + PACKAGES);
  }

  /// The text of a header.
  static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name), StandardCharsets.ISO_8859_1);
  }

  /// What the compiler says of lines of `SHOW("name", constant)`.
  static Map<String, Long> compile(
      Path folder, String defines, List<String> headers, List<String> code) throws Exception {
    var lines = new ArrayList<String>();
    lines.add("#define _WIN32_WINNT 0x0A00\n#define UNICODE\n" + defines);
    headers.forEach(header -> lines.add("#include <" + header + ">"));
    lines.add(
        """
        #include <cstddef>
        #define SHOW(name, value) asm volatile("REEVE " name " %0" : : "i"(value))
        template <class T, class = void> struct known { static constexpr long long size = 0; };
        template <class T> struct known<T, decltype(void(sizeof(T)))> { static constexpr long long size = sizeof(T); };
        template <class T> struct width { static constexpr long long all = sizeof(T), of = 0; };
        template <> struct width<void> { static constexpr long long all = 0, of = 0; };
        template <> struct width<void *> { static constexpr long long all = 8, of = 0; };
        template <class T> struct width<T *> { static constexpr long long all = 8, of = known<T>::size; };
        template <class T> struct width<T &> { static constexpr long long all = 8, of = known<T>::size; };
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
          .filter(Matcher::find)
          .forEach(found -> facts.put(found.group(1), Long.parseLong(found.group(2))));
    }
    return facts;
  }
}
