package io.reeve.core.cli;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.Voice;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;

/// For whom somebody asks; use with picocli's `@Mixin`.
final class VoiceOption {
  @Option(
      names = "--as",
      paramLabel = "WHO",
      description = {
        "Who asks: local, the administrator of this machine (default), or manager, a second "
            + "program that manages it."
      })
  private String name = "local";

  Voice voice() {
    return Arrays.stream(Voice.values())
        .filter(voice -> voice.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new AgentException(
                Kind.USAGE,
                "nobody here speaks for '" + name + "'",
                "--as takes local or manager; the service speaks for itself"));
  }
}
