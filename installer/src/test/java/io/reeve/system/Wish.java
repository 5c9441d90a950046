package io.reeve.system;

import io.reeve.harness.lab.LabViews.Item;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A setting that lives on the disk of a small machine, and the tool that shows it.
///
/// @param item what the service sets
/// @param shown which lines of the tool's output are about it
/// @param wanted what those lines then contain
/// @param tool a program of the system
record Wish(Item item, Pattern shown, Pattern wanted, List<String> tool) {
  private static final String CHROME = "/etc/opt/chrome/policies/managed";

  private static Wish of(
      String uri, String format, String value, String shown, String wanted, String... tool) {
    return new Wish(
        Item.of(uri, format, value),
        Pattern.compile(shown),
        Pattern.compile(wanted),
        List.of(tool));
  }

  /// Settings of many mechanisms, several of them in one file.
  static List<Wish> many() {
    return Stream.of(
            ssh("MaxAuthTries", "3"),
            ssh("LoginGraceTime", "31"),
            ssh("X11Forwarding", "no"),
            host("printer.example", "192.0.2.7"),
            host("files.example", "192.0.2.8"),
            host("mail.example", "192.0.2.9"),
            chrome("IncognitoModeAvailability", "1"),
            chrome("PasswordManagerEnabled", "false"),
            of(
                "./DevDetail/Ext/Microsoft/DNSComputerName",
                "chr",
                "laptop-17",
                ".*",
                "^laptop-17$",
                "hostname"),
            of(
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinimumPasswordAge",
                "int",
                "2",
                "^PASS_MIN_DAYS",
                "\\b2$",
                "cat",
                "/etc/login.defs"),
            of(
                "./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/"
                    + "InteractiveLogon_MessageTextForUsersAttemptingToLogOn",
                "chr",
                "Only for those who work here.",
                ".*",
                "Only for those who work here",
                "cat",
                "/etc/issue.net"),
            of(
                "./Device/Vendor/Reeve/Kernel/Sysctl/net.ipv4.conf.all.log_martians",
                "chr",
                "1",
                ".*",
                "^1$",
                "sysctl",
                "--values",
                "net.ipv4.conf.all.log_martians"),
            of(
                "./Device/Vendor/Reeve/Kernel/ModuleDenyList",
                "chr",
                "cramfs,udf",
                "^install (cramfs|udf) ",
                "cramfs /bin/false\n.*udf /bin/false",
                "modprobe",
                "--showconfig"),
            of(
                "./Device/Vendor/MSFT/Policy/Config/Storage/RemovableDiskDenyWriteAccess",
                "int",
                "1",
                ".*",
                "--setro(?s).*reeve_end\"$",
                "cat",
                "/etc/udev/rules.d/99-reeve-usb.rules"))
        .toList();
  }

  private static Wish ssh(String keyword, String value) {
    return of(
        "./Device/Vendor/Reeve/Ssh/Options/" + keyword,
        "chr",
        value,
        "(?i)^" + keyword + " ",
        " " + value + "$",
        "sshd",
        "-T");
  }

  private static Wish host(String name, String address) {
    return of(
        "./Device/Vendor/Reeve/Hosts/" + name,
        "chr",
        address,
        ".*",
        "^" + address + "\\s",
        "getent",
        "hosts",
        name);
  }

  private static Wish chrome(String policy, String value) {
    return of(
        "./Device/Vendor/Reeve/Browser/Chrome/Policies/" + policy,
        "chr",
        value,
        "\"" + policy + "\"",
        Pattern.quote(value),
        "grep",
        "--recursive",
        "--no-filename",
        "--only-matching",
        "\"" + policy + "\"[^,}]*",
        CHROME);
  }

  /// What its tool shows of it now.
  String look(Machine machine) {
    return machine
        .run(tool, "")
        .out()
        .lines()
        .filter(line -> shown.matcher(line).find())
        .reduce("", (before, line) -> before.isEmpty() ? line : before + "\n" + line);
  }

  boolean isIn(String look) {
    return wanted.matcher(look).find();
  }
}
