package io.reeve.harness.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.cli.Terminal;
import io.reeve.core.local.Views;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Prints the demonstration while it is played.
final class Show {
  private static final int VALUE_WIDTH = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Demo demo;
  private final Terminal terminal;
  private final PrintWriter out;
  private final boolean json;
  private final ObjectNode summary = JSON.createObjectNode();
  private final long began = System.nanoTime();
  private boolean good = true;

  /// @param json print one JSON object at the end and nothing before
  Show(Demo demo, Terminal terminal, boolean json) {
    this.demo = demo;
    this.terminal = terminal;
    this.out = json ? new PrintWriter(PrintWriter.nullWriter()) : terminal.out();
    this.json = json;
  }

  /// Plays every step.
  ///
  /// @param keep stay enrolled at the end
  /// @return whether everything came about
  boolean run(boolean keep) throws IOException {
    title("A management service of our own", "MS-MDE2 and MS-MDM over TLS, with its own CA");
    line("listening", demo.lab().uri().toString());
    enrolment();
    settings();
    drift();
    action();
    inventory();
    compliance();
    agreement();
    if (keep) {
      around();
    } else {
      leaving();
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    summary.put("seconds", took.toMillis() / 1000.0);
    summary.put("good", good);
    out.printf(
        "%n%s in %.1f s.%n", good ? "Done" : "Not everything came about", took.toMillis() / 1000.0);
    if (json) {
      terminal.out().println(summary.toPrettyString());
    }
    terminal.out().flush();
    return good;
  }

  private void enrolment() {
    title("Enrolment", "discovery, policy, CSR, certificate, account");
    var account = demo.enrol();
    line("device id", account.deviceId());
    line(
        "certificate",
        account.certificateSubject()
            + ", until "
            + account.certificateExpires().toString().substring(0, 10));
    line("key", account.keyHome());
    summary.put("deviceId", account.deviceId());
  }

  private void settings() {
    title("Settings", "one profile, applied below " + demo.folder().resolve("root"));
    out.printf("  %-8s %-23s %-32s %s%n", "after", "setting", "wanted", "state");
    long start = System.nanoTime();
    var states = demo.settle(state -> row(start, state));
    long applied = states.stream().filter(state -> state.state().equals("applied")).count();
    line("", "%d of %d in force".formatted(applied, states.size()));
    expect(applied >= 12, "at least twelve settings in force");
    summary.put("settings", states.size());
    summary.put("applied", applied);
  }

  private void row(long start, Views.SettingState state) {
    out.printf(
        "  %-8s %-23s %-32s %s%n",
        millis(Duration.ofNanos(System.nanoTime() - start)),
        state.id(),
        shortened(state.wanted().orElse("")),
        paint(state.state(), state.state().equals("applied") ? "32" : "33"));
    if (!state.detail().isEmpty()) {
      out.printf("  %-8s   %s%n", "", state.detail());
    }
    out.flush();
  }

  private void drift() throws IOException {
    title("Drift", "someone changes a file behind the agent's back");
    var tampering = demo.tamper();
    line("changed", tampering.file() + ": " + tampering.changed());
    line("repaired", "after " + millis(tampering.repaired()));
    line("the agent", tampering.event().text());
    summary.put("repairedMillis", tampering.repaired().toNanos() / 1e6);
  }

  private void action() {
    title("A remote action", "the service asks for a compliance check");
    var command = demo.act();
    line(command.verb() + "", command.item().uri());
    line("answered", "status " + command.status().orElse(0));
    expect(command.status().orElse(0) == 200, "the action answered 200");
    summary.put("actionStatus", command.status().orElse(0));
  }

  private void inventory() {
    title("Inventory", "as the service has it");
    var tables = demo.inventory();
    first(tables, "system_info")
        .ifPresent(
            row -> line("machine", words(row, "hardware_vendor", "hardware_model", "cpu_brand")));
    first(tables, "os_version").ifPresent(row -> line("system", words(row, "name", "version")));
    first(tables, "kernel_info").ifPresent(row -> line("kernel", words(row, "version")));
    line("packages", rows(tables, "deb_packages") + rows(tables, "rpm_packages") + "");
    line("tables", String.join(" ", tables.keySet()));
    summary.put("tables", tables.size());
  }

  private static Optional<JsonNode> first(Map<String, JsonNode> tables, String table) {
    var rows = tables.get(table);
    return rows == null || rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  private static int rows(Map<String, JsonNode> tables, String table) {
    var rows = tables.get(table);
    return rows == null ? 0 : rows.size();
  }

  private static String words(JsonNode row, String... columns) {
    var text = new StringBuilder();
    for (var column : columns) {
      var value = row.path(column).asText("");
      text.append(value.isEmpty() || text.isEmpty() ? "" : ", ").append(value);
    }
    return text.toString();
  }

  private void compliance() {
    title("Compliance", "judged on the device; one rule is meant to fail");
    var compliance = demo.comply();
    line("policy", compliance.policy().orElse("none"));
    line("verdict", paint(words(compliance.overall()), "33"));
    for (var verdict : compliance.verdicts()) {
      boolean failing = verdict.state() == Verdict.State.NON_COMPLIANT;
      out.printf("  %s %s%n", failing ? paint("✗", "31") : paint("✓", "32"), verdict.title());
      if (failing) {
        out.printf("      expected  %s%n", verdict.expected());
        out.printf("      actual    %s%n", verdict.actual());
        out.printf("      evidence  %s%n", verdict.evidence());
        out.printf("      remedy    %s%n", verdict.remedy());
      }
    }
    expect(compliance.overall() == Overall.NON_COMPLIANT, "the deliberate failure is seen");
    summary.put("compliance", compliance.overall().toString());
  }

  private static String words(Overall overall) {
    return overall.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void agreement() {
    title("Agreement", "what the agent says, and what the service has recorded");
    var agreements = demo.compare();
    var apart = agreements.stream().filter(each -> !each.holds()).toList();
    line("compared", agreements.size() + " states");
    for (var each : apart) {
      line(
          "differs",
          "%s: agent %s, service %s".formatted(each.subject(), each.agent(), each.service()));
    }
    line("", apart.isEmpty() ? paint("they agree", "32") : paint("they do not agree", "31"));
    expect(apart.isEmpty(), "agent and service agree");
    summary.put("agree", apart.isEmpty());
  }

  private void leaving() throws IOException {
    title("The way back", "the machine leaves the service");
    List<String> differing = demo.leave();
    differing.forEach(name -> line("differs", name));
    line(
        "",
        differing.isEmpty()
            ? paint("every file is as it was before: bytes, mode, existence", "32")
            : paint("not everything is as before", "31"));
    expect(differing.isEmpty(), "the machine is as it was");
    summary.put("restored", differing.isEmpty());
  }

  private void around() {
    title("Look around", "lab and agent go on until you press Ctrl-C");
    var state = demo.folder().resolve("agent");
    for (var command :
        List.of("status", "settings", "compliance", "explain ssh.permit-root-login", "history")) {
      out.printf("  ./reeve %s --state %s%n", command, state);
    }
    out.printf("  ./reeve query --state %s \"select name, version from os_version\"%n", state);
    line("the machine", demo.folder().resolve("root").toString());
    line("the lab", demo.lab().uri() + "/api/v1/devices");
    line("its console", demo.lab().console().toString());
    line("its CA", demo.lab().caFile().toString());
    line("its token", demo.lab().adminTokenFile().toString());
  }

  private void expect(boolean condition, String what) {
    if (!condition) {
      good = false;
      out.printf("  %s expected: %s%n", paint("✗", "31"), what);
    }
  }

  private void title(String title, String text) {
    out.printf("%n%s  %s%n", paint(title, "1"), text);
    out.flush();
  }

  private void line(String name, String text) {
    out.printf("  %-12s %s%n", name, text);
  }

  private String paint(String text, String colour) {
    return terminal.colour() ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }

  private static String millis(Duration duration) {
    return "%.0f ms".formatted(duration.toNanos() / 1e6);
  }

  private static String shortened(String value) {
    var line = value.replaceAll("\\s+", " ");
    return line.length() <= VALUE_WIDTH ? line : line.substring(0, VALUE_WIDTH - 1) + "…";
  }
}
