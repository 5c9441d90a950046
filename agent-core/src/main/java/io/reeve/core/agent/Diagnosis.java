package io.reeve.core.agent;

import io.reeve.core.local.AgentService;
import io.reeve.core.local.CleanJson;
import io.reeve.core.local.ForEveryone;
import io.reeve.core.local.Views;
import io.reeve.core.local.Views.Diagnostics;
import io.reeve.core.local.Views.DiagnosticsPart;
import io.reeve.core.log.LogFile;
import io.reeve.core.redact.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Collects what somebody who helps has to know: how the agent is, what it was asked for and what
/// it did. Values of confidential settings are not in it, and every part goes through the
/// [Redactor], for all of them may hold what programs, scripts and the service have written.
/// Changes nothing; waits for the loop, so it is not for the loop's thread.
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
      What looks like a secret reads '(removed)', in every text here; what does not look like one is
      not found, so look before you pass this on. Part of a text that was too long reads '(cut)'.
      """;

  /// All of it, with what the system has written down.
  Diagnostics collect() {
    var found = own();
    log().ifPresent(found::add);
    parts
        .writtenBySystem()
        .get()
        .forEach((name, text) ->
            found.add(new DiagnosticsPart(name, newest(Redactor.clean(text)), true)));
    return new Diagnostics(parts.clock().instant(), found);
  }

  /// The log that the agent keeps itself, where the system keeps none.
  private Optional<DiagnosticsPart> log() {
    try {
      return LogFile.newest(parts.state())
          .map(text -> new DiagnosticsPart("agent.log", newest(Redactor.clean(text)), true));
    } catch (IOException e) {
      return Optional.of(
          new DiagnosticsPart("agent.log", "(not known: " + Trouble.message(e) + ")\n", true));
    }
  }

  /// What is for every user of the machine.
  Diagnostics collectForEveryone() {
    return new Diagnostics(parts.clock().instant(), own());
  }

  private List<DiagnosticsPart> own() {
    var service = agent.get();
    var found = new ArrayList<DiagnosticsPart>();
    found.add(part("about.txt", () -> ABOUT));
    found.add(part("status.json", () -> CleanJson.pretty(service.status())));
    found.add(part("doctor.json", () -> CleanJson.pretty(service.doctor())));
    found.add(part("settings.json", () -> json(service.settings(false))));
    found.add(part("compliance.json", () -> json(service.compliance(false))));
    found.add(part("history.txt", () -> Redactor.clean(history(service.history(ENTRIES)))));
    found.add(part("ledger.json", () -> CleanJson.pretty(service.ledger())));
    found.add(part("inventory.json", () -> CleanJson.pretty(service.inventory(tables(service)))));
    found.add(part("agent.json", this::config));
    return found;
  }

  private static String json(Object answer) {
    return CleanJson.pretty(ForEveryone.of(answer));
  }

  private static List<String> tables(AgentService service) {
    var known = service.tables();
    return TABLES.stream().filter(known::contains).toList();
  }

  private String config() throws Exception {
    var file = parts.state().resolve("agent.json");
    return Files.exists(file) ? CleanJson.of(Files.readString(file)) : "(there is none)";
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
      return new DiagnosticsPart(name, Redactor.clean("(not known: " + e + ")\n"), false);
    }
  }

  private static String newest(String text) {
    return text.length() <= MOST ? text : "(cut)\n" + text.substring(text.length() - MOST);
  }
}
