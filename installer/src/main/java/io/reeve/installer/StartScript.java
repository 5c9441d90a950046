package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What starts a program of an image on Linux, in the place of jpackage's launcher. That one has a
/// shell ask rpm and dpkg at every start to which package it belongs: programs found by PATH, as
/// root, for longer than the JVM needs for its own start.
///
/// The JVM's own launcher lies in the image once for each program, under that program's name, so
/// that lists of processes tell them apart.
///
/// @param launcher the program
/// @param settings what jpackage's launcher would have been told
record StartScript(Launcher launcher, List<String> settings) {
  /// Where JNA looks for a library whose name has a version behind it. It runs `ldconfig` for the
  /// list otherwise, at every start.
  private static final String LIBRARIES =
      "/usr/lib/%s-linux-gnu:/usr/lib64:/usr/lib"
          .formatted(System.getProperty("os.arch").replace("amd64", "x86_64"));

  private static final String CLASS_PATH = "app.classpath=";
  private static final String OPTION = "java-options=";
  private static final String MAIN = "app.mainclass=";

  /// Puts them in the places of all launchers of an image.
  static void replaceLaunchers(Image image) throws IOException {
    var programs = image.root().resolve("lib/runtime/bin");
    for (var launcher : Launcher.values()) {
      var settings = image.app().resolve(launcher.program() + ".cfg");
      var script = new StartScript(launcher, Files.readAllLines(settings));
      var file = Files.writeString(image.program(launcher), script.text());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.copy(
          programs.resolve("java"),
          programs.resolve(launcher.program()),
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.delete(settings);
    }
    Files.delete(programs.resolve("java"));
    Files.delete(image.root().resolve("lib/libapplauncher.so"));
  }

  /// The script. It finds the image through links, so that what runs stays in the folder of its
  /// version when a link is turned to another one.
  String text() {
    return """
    #!/bin/sh
    unset JDK_JAVA_OPTIONS
    self=$(/usr/bin/readlink -f -- "$0")
    image=${self%%/bin/*}
    app=$image/lib/app
    %sexec "$image/lib/runtime/bin/%s" %s "-Djna.platform.library.path=%s" "-Djpackage.app-path=$self" -cp "%s" %s "$@"
    """
        .formatted(
            launcher.arguments().isEmpty()
                ? ""
                : "[ $# -gt 0 ] || set -- " + launcher.arguments() + "\n",
            launcher.program(),
            values(OPTION).map(option -> '"' + option + '"').collect(Collectors.joining(" ")),
            LIBRARIES,
            values(CLASS_PATH).collect(Collectors.joining(":")),
            values(MAIN).findFirst().orElseThrow());
  }

  private Stream<String> values(String name) {
    return settings.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("$APPDIR", "$app"));
  }
}
