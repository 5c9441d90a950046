package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The same settings in each tool's own words, each setting by itself as it would be with settings
/// of many kinds. A cleverer recipe for this one file, a template say, would be faster with any of
/// them, and tell less.
final class Recipes {
  private Recipes() {}

  /// Writes what the systems see as `/bench`.
  static void write(Path folder, int settings) throws IOException {
    keep(folder, "cfengine-%d.cf".formatted(settings), cfengine(settings));
    keep(folder, "puppet-%d.pp".formatted(settings), puppet(settings));
    keep(folder, "ansible-%d.yml".formatted(settings), ansible(settings));
    keep(folder, "reeve-%d.json".formatted(settings), reeve(settings));
  }

  /// CFEngine refuses a policy that others could have written.
  static void keep(Path folder, String name, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String each(int settings, IntFunction<String> text) {
    return IntStream.range(0, settings).mapToObj(text).collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replace(".", "\\.");
  }

  private static String cfengine(int settings) {
    return """
    body common control { bundlesequence => { "main" }; }
    body edit_defaults plain { edit_backup => "false"; empty_file_before_editing => "false"; }
    bundle agent main {
      files:
        "/etc/hosts" create => "false", edit_defaults => plain, edit_line => hosts;
    }
    bundle edit_line hosts {
      delete_lines:
    %s  insert_lines:
    %s}
    """
        .formatted(
            each(
                settings,
                i ->
                    "    \"(?!%s\\s)\\S+\\s+%s\";\n"
                        .formatted(escaped(Hosts.address(i)), escaped(Hosts.name(i)))),
            each(settings, i -> "    \"%s\t%s\";\n".formatted(Hosts.address(i), Hosts.name(i))));
  }

  private static String puppet(int settings) {
    return each(
        settings,
        i ->
            "host { '%s': ensure => present, ip => '%s' }\n"
                .formatted(Hosts.name(i), Hosts.address(i)));
  }

  private static String ansible(int settings) {
    return """
    - hosts: localhost
      gather_facts: false
      tasks:
        - lineinfile:
            path: /etc/hosts
            regexp: '^\\S+\\s+{{ item.name | regex_escape }}$'
            line: "{{ item.address }}\\t{{ item.name }}"
          loop:
    %s\
    """
        .formatted(
            each(
                settings,
                i ->
                    "        - {name: %s, address: %s}\n"
                        .formatted(Hosts.name(i), Hosts.address(i))));
  }

  private static String reeve(int settings) {
    return "{\"settings\": {"
        + IntStream.range(0, settings)
            .mapToObj(i ->
                "\"./Device/Vendor/Reeve/Hosts/%s\": \"%s\""
                    .formatted(Hosts.name(i), Hosts.address(i)))
            .collect(Collectors.joining(",\n"))
        + "}}";
  }
}
