package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// This Mac, and the programs that come with it.
///
/// @param live whether it is a Mac itself, and not a scratch root
record Tools(Host host, boolean live) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  Tools(Host host) {
    this(host, !host.isScratch());
  }

  /// Holds that this is the Mac itself.
  ///
  /// @param what a scratch root has none of
  void live(String what) throws NotApplicableException {
    if (!live) {
      throw new NotApplicableException("a scratch root has no " + what + " of its own");
    }
  }

  Commands.Result run(String... arguments) throws IOException {
    return host.commands().run(List.of(arguments), PATIENCE);
  }

  /// What a program writes when it succeeds.
  ///
  /// @throws OsException with what it says when it fails
  String text(String... arguments) throws IOException {
    var ran = run(arguments);
    if (!ran.ok()) {
      var said = ran.err().isBlank() ? ran.out() : ran.err();
      throw new OsException(String.join(" ", arguments), ran.exit(), said.strip());
    }
    return ran.out();
  }

  /// The property list that a program writes.
  JsonNode plist(String... arguments) throws IOException {
    return PropertyList.parse(text(arguments));
  }

  /// The items of a report of system_profiler(8).
  JsonNode report(String type) throws IOException {
    var text = text("/usr/sbin/system_profiler", "-json", type);
    return PropertyList.JSON.readTree(text).path(type);
  }
}
