package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The libraries of the program as a package holds them: SQLite's and JNA's native code, which the
/// jars bring for every system there is, comes out of them, and that of this system goes into a
/// folder beside. Nothing that runs as root has to unpack code at its start.
///
/// @param system this system, as the libraries name it
record Jars(NativeNames system) {
  /// The age of what is in a jar that was written anew.
  static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

  /// How SQLite and JNA call this system's folder in their jars.
  ///
  /// @param sqlite the entry of SQLite's library
  /// @param jna the entry of JNA's library
  record NativeNames(String sqlite, String jna) {
    static NativeNames here() {
      return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static NativeNames of(String system, String processor) {
      boolean arm = processor.equals("aarch64");
      if (system.startsWith("Windows")) {
        return new NativeNames(
            "org/sqlite/native/Windows/" + (arm ? "aarch64" : "x86_64") + "/sqlitejdbc.dll",
            "com/sun/jna/win32-" + (arm ? "aarch64" : "x86-64") + "/jnidispatch.dll");
      }
      if (system.startsWith("Mac")) {
        return new NativeNames(
            "org/sqlite/native/Mac/" + (arm ? "aarch64" : "x86_64") + "/libsqlitejdbc.dylib",
            "com/sun/jna/darwin-" + (arm ? "aarch64" : "x86-64") + "/libjnidispatch.jnilib");
      }
      return new NativeNames(
          "org/sqlite/native/Linux/" + (arm ? "aarch64" : "x86_64") + "/libsqlitejdbc.so",
          "com/sun/jna/linux-" + (arm ? "aarch64" : "x86-64") + "/libjnidispatch.so");
    }

    private Optional<String> in(ZipFile jar) {
      return Stream.of(sqlite, jna).filter(name -> jar.getEntry(name) != null).findFirst();
    }
  }

  /// Copies all jars of a folder.
  ///
  /// @param to a folder that is made; the native code goes into `native` in it
  void copy(Path from, Path to) throws IOException {
    var code = Files.createDirectories(to.resolve("native"));
    int libraries = 0;
    try (Stream<Path> files = Files.list(from)) {
      for (var file : files.filter(each -> each.toString().endsWith(".jar")).sorted().toList()) {
        try (var jar = new ZipFile(file.toFile())) {
          var library = system.in(jar);
          if (library.isPresent()) {
            unpack(jar, library.get(), code);
            cut(jar, to.resolve(file.getFileName()));
            libraries++;
          } else {
            Files.copy(file, to.resolve(file.getFileName()));
          }
        }
      }
    }
    if (libraries != 2) {
      throw new PackagingException(
          "native code of " + system.sqlite() + " and " + system.jna() + " is not in " + from,
          "have the libraries changed their layout? Jars.NativeNames knows it");
    }
  }

  private static void unpack(ZipFile jar, String library, Path to) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(library))) {
      Files.copy(in, to.resolve(library.substring(library.lastIndexOf('/') + 1)));
    }
  }

  private static void cut(ZipFile jar, Path to) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
      var kept =
          jar.stream()
              .filter(entry -> !isNative(entry))
              // The manifest comes first, where readers of jars look for it.
              .sorted(
                  Comparator.comparing(
                          (ZipEntry entry) -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                      .thenComparing(ZipEntry::getName))
              .toList();
      for (var entry : kept) {
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(DATE);
        out.putNextEntry(copy);
        try (var in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  private static boolean isNative(ZipEntry entry) {
    var name = entry.getName();
    return name.startsWith("org/sqlite/native/")
        || name.matches("com/sun/jna/[^/]+-[^/]+/.*")
        || name.matches(".*\\.(so|dll|dylib|jnilib|a)");
  }
}
