package io.reeve.platform.windows;

import io.reeve.core.files.Trees;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Sets what only a security template can: a file that `secedit` reads, over a database that is
/// thrown away. The files are in a folder of their own and go afterwards.
///
/// @param tool `secedit.exe`
/// @param work where the files may be
record SecurityTemplate(Commands commands, Path tool, WorkFolders work) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int WITH_WARNINGS = 3;

  static SecurityTemplate of(Win32 windows, Commands commands) {
    return new SecurityTemplate(
        commands, SystemFolders.of(windows).inSystem("secedit.exe"), WorkFolders.of(windows));
  }

  /// Sets a value of the security policy.
  void apply(String section, String key, String value) throws IOException {
    var folder = work.make();
    try {
      var template = folder.resolve("policy.inf");
      Files.write(template, text(section, key, value).getBytes(StandardCharsets.UTF_16LE));
      run(folder, template, key + " = " + value);
    } finally {
      Trees.discard(folder);
    }
  }

  /// With the mark that tells UTF-16 from a code page.
  static String text(String section, String key, String value) {
    return String.join(
        "\r\n",
        "\uFEFF[Unicode]",
        "Unicode=yes",
        "[Version]",
        "signature=\"$CHICAGO$\"",
        "Revision=1",
        "[" + section + "]",
        key + " = " + value,
        "");
  }

  private void run(Path folder, Path template, String what) throws IOException {
    var log = folder.resolve("log.txt");
    var ran =
        commands.run(
            List.of(
                tool.toString(),
                "/configure",
                "/db",
                folder.resolve("policy.sdb").toString(),
                "/cfg",
                template.toString(),
                "/areas",
                "SECURITYPOLICY",
                "/log",
                log.toString(),
                "/quiet"),
            PATIENCE);
    if (ran.exit() != 0 && ran.exit() != WITH_WARNINGS) {
      throw new OsException("secedit", ran.exit(), what + ": " + said(log, ran.out() + ran.err()));
    }
  }

  /// Its log, which is UTF-16 and the only place where it says why.
  private static String said(Path log, String otherwise) throws IOException {
    if (!Files.exists(log)) {
      return otherwise.strip();
    }
    try (var in = Files.newInputStream(log)) {
      return new String(in.readNBytes(4096), StandardCharsets.UTF_16LE)
          .replace("\uFEFF", "")
          .replaceAll("[\\r\\n]+", " ")
          .strip();
    }
  }
}
