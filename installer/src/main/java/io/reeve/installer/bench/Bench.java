package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./reeve bench`: measures the image that `./reeve package` has built and prints the tables of
/// `docs/performance.md`. It never fails for being slow; it does when what was compared did not do
/// the same work.
public final class Bench {
  private final Path installer;
  private final Request request;

  private Bench(Path installer, Request request) {
    this.installer = installer;
    this.request = request;
  }

  /// @param arguments the folder of this module, then as [Request#USAGE] has it
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var line = List.of(arguments);
    Request request;
    try {
      request = Request.of(line.subList(1, line.size()));
    } catch (IllegalArgumentException wrong) {
      System.err.println("error: " + wrong.getMessage());
      System.err.print(Request.USAGE);
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(Bench::endWhatWasStarted, "bench-stop"));
    System.exit(new Bench(Path.of(arguments[0]), request).run());
  }

  /// Interrupted, nothing goes on without the one who measures it.
  private static void endWhatWasStarted() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }

  private int run() throws IOException, InterruptedException {
    int status = 0;
    for (var name : request.parts()) {
      try {
        System.err.println("bench: " + name);
        finish(name, part(name).measure());
      } catch (BenchException trouble) {
        System.err.println("error: " + name + ": " + trouble.getMessage());
        System.err.println("hint: " + trouble.hint());
        status =
            switch (trouble.kind()) {
              case WRONG -> 1;
              case IMPOSSIBLE -> status == 0 ? 3 : status;
            };
      }
    }
    return status;
  }

  private void finish(String name, String tables) throws IOException {
    var text = "\n" + Stamp.of("./reeve bench " + name) + "\n" + tables + "\n";
    System.out.print(text);
    System.out.flush();
    var kept = Files.createDirectories(target().resolve("bench"));
    Files.writeString(kept.resolve(name + ".md"), text);
    if (request.document().isPresent()) {
      Document.replace(request.document().get(), name, text);
    }
  }

  private Part part(String name) {
    return switch (name) {
      case "budgets" -> new Budgets(target(), request.smoke());
      case "peers" -> new Peers(target(), request.smoke());
      case "growth" -> new Growth(target(), request.smoke());
      case "jmh" -> new Micro(installer.resolve("..").normalize(), request.smoke());
      case "load" -> new FleetLoad(target(), request.smoke());
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Path target() {
    return installer.resolve("target");
  }

  /// The packaged image.
  ///
  /// @throws BenchException when there is none
  static Path image(Path target) {
    var image = target.resolve("image");
    if (!Files.isExecutable(image.resolve("bin/reeved"))) {
      throw BenchException.impossible(
          "there is no image to measure", "run './reeve package' first");
    }
    return image;
  }
}
