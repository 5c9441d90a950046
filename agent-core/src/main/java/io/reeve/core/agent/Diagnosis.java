package io.reeve.core.agent;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.ForEveryone;
import io.reeve.core.local.Json;
import io.reeve.core.local.Redactor;
import io.reeve.core.local.Views;
import io.reeve.core.local.Views.Diagnostics;
import io.reeve.core.local.Views.DiagnosticsPart;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Collects what somebody who helps has to know: how the agent is, what it was asked for and what
/// it did. Values of confidential settings, and what looks like a secret in texts of others, are
/// not in it. Changes nothing; waits for the loop, so it is not for the loop's thread.
///
/// @param agent answers the questions
record Diagnosis(Parts parts, Supplier<AgentService> agent) {
  /// The most of one part that is kept, in characters; of what is long the newest.
  static final int MOST = 256 * 1024;

  private static final int ENTRIES = 2000;
  private static final List<String> TABLES =
      List.of("os_version", "system_info", "uptime", "disk_info", "memory_info");

  private static final String ABOUT =
      """
      What Reeve, the agent that manages this machine, knows of itself and has done.

      status, doctor, settings, compliance and ledger are the answers of the commands of these names
      ('reeve status --json' and so on), history the newest entries of 'reeve history', agent.json its
      settings. What comes from the system is named after its program.

      The values of confidential settings are not in it, nor is any key or password of the agent's.
      What looks like a secret in texts of others reads '(removed)'. Part of a text that was too long
      reads '(cut)'.
      """;

  Diagnostics collect() {
    var service = agent.get();
    var found = new ArrayList<DiagnosticsPart>();
    found.add(part("about.txt", () -> ABOUT));
    found.add(part("status.json", () -> Json.pretty(service.status())));
    found.add(part("doctor.json", () -> Json.pretty(service.doctor())));
    found.add(part("settings.json", () -> Json.pretty(ForEveryone.of(service.settings(false)))));
    found.add(part("compliance.json", () -> json(service.compliance(false))));
    found.add(part("history.txt", () -> history(service.history(ENTRIES))));
    found.add(part("ledger.json", () -> Json.pretty(service.ledger())));
    found.add(part("inventory.json", () -> Json.pretty(service.inventory(tables(service)))));
    found.add(part("agent.json", this::config));
    parts
        .writtenBySystem()
        .get()
        .forEach((name, text) ->
            found.add(new DiagnosticsPart(name, newest(Redactor.clean(text)), true)));
    return new Diagnostics(parts.clock().instant(), found);
  }

  private static String json(Object standing) {
    return Json.pretty(ForEveryone.of(standing));
  }

  private static List<String> tables(AgentService service) {
    var known = service.tables();
    return TABLES.stream().filter(known::contains).toList();
  }

  private String config() throws Exception {
    var file = parts.state().resolve("agent.json");
    return Files.exists(file) ? Redactor.clean(Files.readString(file)) : "(there is none)";
  }

  private static String history(List<Views.Event> newestFirst) {
    return newestFirst.reversed().stream()
        .map(event -> (Views.Event) ForEveryone.of(event))
        .map(event ->
            "%s %s %s: %s%s\n"
                .formatted(
                    event.at(),
                    event.kind(),
                    event.subject(),
                    event.text(),
                    event.by().isEmpty() ? "" : " (" + event.by() + ")"))
        .collect(Collectors.joining());
  }

  /// What cannot be told is part of the diagnosis.
  private static DiagnosticsPart part(String name, Callable<String> text) {
    try {
      return new DiagnosticsPart(name, newest(text.call()), false);
    } catch (Exception e) {
      return new DiagnosticsPart(name, "(not known: " + e + ")\n", false);
    }
  }

  private static String newest(String text) {
    return text.length() <= MOST ? text : "(cut)\n" + text.substring(text.length() - MOST);
  }
}
