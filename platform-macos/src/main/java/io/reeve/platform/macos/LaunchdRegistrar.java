package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.files.Directories;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Registrar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The daemon as a service of launchd, with the definition that a package would bring.
record LaunchdRegistrar(Tools tools) implements Registrar {
  static final String LABEL = "io.reeve.agent";
  private static final String FILE = "/Library/LaunchDaemons/" + LABEL + ".plist";
  static final String LOGS = "/Library/Logs/Reeve";
  private static final int PRIVATE_UMASK = 077;

  private SystemFile file() {
    return new SystemFile(tools.host(), FILE);
  }

  private Launchd launchd() {
    return new Launchd(tools);
  }

  @Override
  public void install(List<String> command) throws IOException {
    requireOfTheSystem(Path.of(command.getFirst()));
    Directories.make(tools.host(), tools.host().path(LOGS));
    var text = PropertyList.text(definition(command));
    file().put(text.getBytes(StandardCharsets.UTF_8), SystemFile.PUBLIC);
  }

  static JsonNode definition(List<String> command) {
    var job = PropertyList.JSON.createObjectNode();
    job.put("Label", LABEL);
    command.forEach(job.putArray("ProgramArguments")::add);
    job.put("RunAtLoad", true).put("KeepAlive", true);
    job.put("ThrottleInterval", 10).put("ExitTimeOut", 30).put("Umask", PRIVATE_UMASK);
    job.put("ProcessType", "Background");
    job.put("StandardErrorPath", LOGS + "/agent.err").put("StandardOutPath", "/dev/null");
    return job;
  }

  /// Whoever can exchange the program is root from the next start on.
  private static void requireOfTheSystem(Path program) throws IOException {
    var owner = Files.getOwner(Path.of("/"));
    for (var each = program.toRealPath(); each != null; each = each.getParent()) {
      var mode = Files.getPosixFilePermissions(each, LinkOption.NOFOLLOW_LINKS);
      boolean sticky = (Integer) Files.getAttribute(each, "unix:mode") / 01000 % 2 == 1;
      boolean open =
          mode.contains(PosixFilePermission.GROUP_WRITE)
              || mode.contains(PosixFilePermission.OTHERS_WRITE);
      if (!Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(owner) || (open && !sticky)) {
        throw new IOException(
            "%s cannot be a service: others can change %s".formatted(program, each));
      }
    }
  }

  /// One that is loaded and does not run is loaded anew, for launchd keeps the definition that it
  /// was loaded with.
  @Override
  public void start() throws IOException {
    var loaded = launchd().loaded(LABEL);
    if (loaded.filter(Launchd.Loaded::runs).isPresent()) {
      return;
    }
    if (loaded.isPresent()) {
      launchd().bootout(LABEL);
    }
    launchd().enable(LABEL);
    launchd().bootstrap(FILE);
  }

  @Override
  public boolean remove() throws IOException {
    boolean loaded = launchd().loaded(LABEL).isPresent();
    if (loaded) {
      launchd().bootout(LABEL);
    }
    return file().remove() || loaded;
  }

  @Override
  public Optional<Registration> current() throws IOException {
    var bytes = file().bytes();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    var words = new ArrayList<String>();
    PropertyFiles.read(file().path())
        .path("ProgramArguments")
        .forEach(word -> words.add(word.asText()));
    boolean running = launchd().loaded(LABEL).filter(Launchd.Loaded::runs).isPresent();
    return Optional.of(
        new Registration(String.join(" ", words), "with the machine, and when it ends", running));
  }
}
