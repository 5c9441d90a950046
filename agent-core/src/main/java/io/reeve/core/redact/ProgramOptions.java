package io.reeve.core.redact;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out what well-known programs are given as a secret by options whose name says nothing,
/// such as `sshpass -p x`.
final class ProgramOptions {
  /// @param name finds it
  /// @param option finds, in its arguments, what comes before a secret
  private record Program(Pattern name, Pattern option) {
    /// @param options as alternatives; the value may follow at once
    static Program of(String names, String options) {
      return new Program(
          Pattern.compile("(?i)(?<![\\w.-])(?:" + names + ")(?:\\.exe)?(?=[\\s\"'])"),
          Pattern.compile("(?<=[\\s\"'])(?:" + options + ")(?:[\"'],|[=:])?"));
    }
  }

  private static final List<Program> PROGRAMS =
      List.of(
          Program.of("sshpass|psexec(?:64)?|7za?|7z|mysql(?:dump|admin)?|mariadb(?:-dump)?", "-p"),
          Program.of("ldap(?:search|modify|add|delete|whoami|passwd|compare)", "-w"),
          Program.of("curl", "-u|-U|--user|--proxy-user"),
          Program.of("smbclient|rpcclient|net", "-U|--user"),
          Program.of("redis-cli", "-a"),
          Program.of("zip|unzip|sqlcmd|bcp|osql|mosquitto_(?:pub|sub)", "-P"),
          Program.of("plink|pscp|psftp|putty", "-pw"),
          Program.of("xfreerdp|wlfreerdp|mstsc", "/p"));

  private ProgramOptions() {}

  static String clean(String line) {
    var clean = line;
    for (var program : PROGRAMS) {
      clean = clean(clean, program);
    }
    return clean;
  }

  private static String clean(String line, Program program) {
    var name = program.name().matcher(line);
    return name.find() ? without(line, name.end(), program.option()) : line;
  }

  private static String without(String line, int from, Pattern pattern) {
    var values = new SecretValue(line);
    var clean = new StringBuilder(line.length());
    int kept = 0;
    var option = pattern.matcher(line);
    for (int at = from; at <= line.length() && option.find(at); ) {
      var value = values.of(option.end());
      clean.append(line, kept, value.begin());
      if (!value.isEmpty()) {
        clean.append(Redactor.REMOVED);
      }
      kept = value.end();
      at = Math.max(kept, option.end());
    }
    return clean.append(line, kept, line.length()).toString();
  }
}
