package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The application image: a Java runtime with the modules the program needs and no other, its jars,
/// and a launcher for each of its programs. It runs from wherever it is put.
///
/// @param root its folder
record Image(Path root) {
  /// What is needed by name only, which no tool finds: PKCS#11 tokens and X.509 revocation.
  private static final List<String> BY_NAME = List.of("jdk.crypto.cryptoki", "java.naming");

  /// The same on Windows only, whose JDK alone has it: keys of the machine.
  private static final String WINDOWS_KEYS = "jdk.crypto.mscapi";

  /// What libraries mention for things that Reeve does not do: windows and recordings.
  private static final List<String> NOT_WANTED = List.of("java.desktop", "jdk.jfr");

  private static final String CLASS_PATH = "app.classpath=$APPDIR/";

  /// The head of what a launcher is told of the program itself.
  private static final String APPLICATION = "[Application]";

  /// Windows' launcher would start itself a second time to change the path for native code, and the
  /// service manager would see another process than the one it has started. Ours needs no path.
  private static final String ONE_PROCESS = "win.norestart=true";

  private static final String JAVA_HOME = System.getProperty("java.home");

  /// Builds it.
  ///
  /// @param jars as they go into it
  /// @param whole as they were built, with what they say of themselves to the JDK's tools
  /// @param scratch an empty folder to work in
  static Image build(Path jars, Path whole, Path scratch, String version, Path root)
      throws IOException, InterruptedException {
    var runtime = scratch.resolve("runtime");
    Tool.run(
        jdk("jlink"),
        "--add-modules",
        String.join(",", modules(whole)),
        "--output",
        runtime.toString(),
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress",
        "zip-6");
    trim(runtime);
    var line =
        new ArrayList<>(
            List.of(
                jdk("jpackage"),
                "--type",
                "app-image",
                "--name",
                Launcher.REEVE.program(),
                "--app-version",
                version.replaceFirst("[^0-9.].*", ""),
                "--vendor",
                "Reeve",
                "--input",
                jars.toString(),
                "--main-jar",
                mainJar(jars),
                "--main-class",
                "io.reeve.core.cli.Main",
                "--runtime-image",
                runtime.toString(),
                "--dest",
                scratch.toString()));
    for (var option : Launcher.REEVE.options()) {
      line.addAll(List.of("--java-options", option));
    }
    if (isWindows(system())) {
      // Else what it says would be seen by nobody.
      line.add("--win-console");
    }
    for (var launcher : List.of(Launcher.REEVED, Launcher.TRAY)) {
      line.addAll(
          List.of("--add-launcher", launcher.program() + "=" + properties(launcher, scratch)));
    }
    Tool.run(line.toArray(String[]::new));
    Folders.delete(root);
    Files.createDirectories(root.getParent());
    Files.move(built(scratch), root);
    var image = new Image(root);
    image.settle();
    image.stripLauncher();
    return image;
  }

  private void settle() throws IOException {
    for (var launcher : Launcher.values()) {
      var file = app().resolve(launcher.program() + ".cfg");
      Files.write(file, settings(launcher, Files.readAllLines(file), system()));
    }
  }

  /// The settings of a launcher without jars that it does not need: the tool that makes launchers
  /// gives every one of them all.
  ///
  /// @param system as Java calls it
  static List<String> settings(Launcher launcher, List<String> made, String system) {
    var settings =
        new ArrayList<>(
            made.stream()
                .filter(line ->
                    !line.startsWith(CLASS_PATH)
                        || launcher.needs(line.substring(CLASS_PATH.length())))
                .toList());
    if (isWindows(system)) {
      settings.add(settings.indexOf(APPLICATION) + 1, ONE_PROCESS);
    }
    return settings;
  }

  private void stripLauncher() throws IOException, InterruptedException {
    strip(root.resolve("lib/libapplauncher.so"));
  }

  /// The symbols of a library are a sixth of the runtime's and a quarter of the launcher's, and for
  /// debuggers.
  private static void strip(Path library) throws IOException, InterruptedException {
    if (Files.exists(library) && Tool.find("strip").isPresent()) {
      Tool.run("strip", "--strip-unneeded", library.toString());
    }
  }

  /// Leaves out what nothing here uses.
  private static void trim(Path runtime) throws IOException, InterruptedException {
    strip(runtime.resolve("lib/server/libjvm.so"));
    Files.deleteIfExists(runtime.resolve("bin/keytool"));
    Files.deleteIfExists(runtime.resolve("lib/server/classes.jsa"));
  }

  private static Path built(Path scratch) {
    var mac = scratch.resolve("reeve.app");
    return Files.exists(mac) ? mac : scratch.resolve("reeve");
  }

  private static Path properties(Launcher launcher, Path scratch) throws IOException {
    var file = scratch.resolve(launcher.program() + ".properties");
    return Files.writeString(file, properties(launcher, system()));
  }

  /// What the tool is told of a launcher. A tray with a console would have a black window at each
  /// sign-in.
  ///
  /// @param system as Java calls it
  static String properties(Launcher launcher, String system) {
    var text =
        "arguments=%s\njava-options=%s\n"
            .formatted(launcher.arguments(), String.join(" ", launcher.options()));
    return isWindows(system) ? text + "win-console=" + (launcher != Launcher.TRAY) + "\n" : text;
  }

  private static String system() {
    return System.getProperty("os.name");
  }

  private static boolean isWindows(String system) {
    return system.startsWith("Windows");
  }

  private static String mainJar(Path jars) throws IOException {
    try (var files = Files.list(jars)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("agent-core-"))
          .findFirst()
          .orElseThrow(() -> new PackagingException("no agent in " + jars, "build it first"));
    }
  }

  /// The modules that the jars use, as the JDK's own tool finds them.
  static Set<String> modules(Path jars) throws IOException, InterruptedException {
    var line =
        new ArrayList<>(
            List.of(
                jdk("jdeps"),
                "--multi-release",
                "25",
                "--ignore-missing-deps",
                "--print-module-deps",
                "--class-path",
                jars.resolve("*").toString()));
    try (var files = Files.list(jars)) {
      files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().forEach(line::add);
    }
    var said = Tool.run(line.toArray(String[]::new)).strip();
    return needed(List.of(said.substring(said.lastIndexOf('\n') + 1).split(",")));
  }

  /// @param found by the tool
  static Set<String> needed(List<String> found) {
    var modules = new TreeSet<>(found);
    NOT_WANTED.forEach(modules::remove);
    modules.addAll(byName(system()));
    return modules;
  }

  /// @param system as Java calls it
  static List<String> byName(String system) {
    return isWindows(system)
        ? Stream.concat(BY_NAME.stream(), Stream.of(WINDOWS_KEYS)).toList()
        : BY_NAME;
  }

  private static String jdk(String tool) {
    return Path.of(JAVA_HOME, "bin", tool).toString();
  }

  /// The folder of jars, native code, launchers' settings and caches.
  Path app() {
    var mac = root.resolve("Contents/app");
    var windows = root.resolve("app");
    return Files.exists(mac) ? mac : Files.exists(windows) ? windows : root.resolve("lib/app");
  }

  /// A program of it.
  Path program(Launcher launcher) {
    var mac = root.resolve("Contents/MacOS/" + launcher.program());
    var windows = root.resolve(launcher.program() + ".exe");
    return Files.exists(mac)
        ? mac
        : Files.exists(windows) ? windows : root.resolve("bin/" + launcher.program());
  }

  /// Gives a launcher one more option.
  ///
  /// @return the settings as they were
  String add(Launcher launcher, String option) throws IOException {
    var file = app().resolve(launcher.program() + ".cfg");
    var before = Files.readString(file);
    Files.writeString(
        file,
        before.replaceFirst(
            "(?m)^\\[JavaOptions]$",
            java.util.regex.Matcher.quoteReplacement("[JavaOptions]\njava-options=" + option)));
    return before;
  }

  void settings(Launcher launcher, String text) throws IOException {
    Files.writeString(app().resolve(launcher.program() + ".cfg"), text);
  }
}
