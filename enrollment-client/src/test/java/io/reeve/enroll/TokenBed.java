package io.reeve.enroll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A PKCS#11 token in a folder of its own, and the processes behind it, ended by [#close()].
abstract class TokenBed implements AutoCloseable {
  static final String PIN = "7319";

  private final List<Process> running = new ArrayList<>();
  final Path folder;
  final Map<String, String> environment = new HashMap<>();

  TokenBed(Path folder, String library, boolean keepsPublicKeys) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("token.cfg"),
        """
        name = agent
        library = %s
        slotListIndex = 0
        attributes(generate,CKO_PRIVATE_KEY,*) = { CKA_TOKEN=true CKA_SENSITIVE=true CKA_EXTRACTABLE=false CKA_SIGN=true }
        attributes(generate,CKO_PUBLIC_KEY,*) = { CKA_TOKEN=%s CKA_VERIFY=true }
        """
            .formatted(library, keepsPublicKeys));
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.writeString(Files.createFile(folder.resolve("pin"), owner), PIN + "\n");
  }

  static void needs(String tool, String aptPackage) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
    assumeTrue(there, tool + " is not installed (apt package " + aptPackage + ")");
  }

  static String library(String aptPackage, String... places) {
    var found = Arrays.stream(places).filter(place -> Files.exists(Path.of(place))).findFirst();
    assumeTrue(found.isPresent(), places[0] + " is not there (apt package " + aptPackage + ")");
    return found.orElseThrow();
  }

  /// Runs a program to its end.
  String run(String... command) throws IOException, InterruptedException {
    var process = process(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command[0] + " failed\n" + out);
    }
    return out;
  }

  /// Starts a program that runs until [#close()].
  Process start(String... command) throws IOException {
    var process =
        process(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log-" + running.size()).toFile())
            .start();
    running.add(process);
    return process;
  }

  private ProcessBuilder process(String... command) {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  /// Runs steps of [TokenProbe] in a JVM of its own; its printed lines by name.
  Map<String, String> probe(String... steps) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                TokenProbe.class.getName(),
                folder.toString()));
    command.addAll(List.of(steps));
    var seen = new TreeMap<String, String>();
    run(command.toArray(String[]::new))
        .lines()
        .filter(line -> line.matches("[A-Za-z0-9.]+=.*"))
        .forEach(line ->
            seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return seen;
  }

  /// Makes the token; to be called inside the `try` that closes this.
  abstract void begin() throws IOException, InterruptedException;

  @Override
  public void close() {
    for (var process : running.reversed()) {
      process.destroyForcibly().onExit().join();
    }
  }

  /// SoftHSM: a token in files.
  static final class Soft extends TokenBed {
    Soft(Path folder) throws IOException {
      super(
          folder,
          library(
              "softhsm2",
              "/usr/lib/softhsm/libsofthsm2.so",
              "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
              "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          false);
      needs("softhsm2-util", "softhsm2");
    }

    @Override
    void begin() throws IOException, InterruptedException {
      var tokens = Files.createDirectory(folder.resolve("tokens"));
      var conf = folder.resolve("softhsm2.conf");
      Files.writeString(conf, "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
      environment.put("SOFTHSM2_CONF", conf.toString());
      run(
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          "agent",
          "--so-pin",
          "so-pin",
          "--pin",
          PIN);
    }
  }

  /// A TPM 2.0 in software behind tpm2-pkcs11, with a resource manager on a bus of its own.
  static final class Tpm extends TokenBed {
    Tpm(Path folder) throws IOException {
      super(
          folder,
          library(
              "libtpm2-pkcs11-1",
              "/usr/lib/x86_64-linux-gnu/libtpm2_pkcs11.so.1",
              "/usr/lib/aarch64-linux-gnu/libtpm2_pkcs11.so.1"),
          // tpm2-pkcs11 makes no pair whose public half is not on the token
          true);
      needs("swtpm", "swtpm");
      needs("tpm2-abrmd", "tpm2-abrmd");
      needs("tpm2_ptool", "libtpm2-pkcs11-tools");
      needs("dbus-daemon", "dbus");
      needs("gdbus", "libglib2.0-bin");
    }

    @Override
    void begin() throws IOException, InterruptedException {
      startTpm();
      var store = Files.createDirectory(folder.resolve("store"));
      environment.put("TPM2_PKCS11_STORE", store.toString());
      run("tpm2_ptool", "init", "--path", store.toString());
      run(
          "tpm2_ptool",
          "addtoken",
          "--pid=1",
          "--label=agent",
          "--sopin=so-pin",
          "--userpin=" + PIN,
          "--path",
          store.toString());
    }

    private void startTpm() throws IOException, InterruptedException {
      var state = Files.createDirectory(folder.resolve("state"));
      int port = freePair();
      while (!listens(state, port)) {
        // somebody else was quicker to take one of both
        port = freePair();
      }
      startManager(port);
    }

    /// Starts it on these ports, and tells whether it has got them.
    private boolean listens(Path state, int port) throws IOException, InterruptedException {
      var pid = folder.resolve("swtpm.pid");
      var emulator =
          start(
              "swtpm",
              "socket",
              "--tpm2",
              "--tpmstate",
              "dir=" + state,
              "--server",
              "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
              "--ctrl",
              "type=tcp,port=" + (port + 1) + ",bindaddr=127.0.0.1",
              "--flags",
              "not-need-init,startup-clear",
              "--pid",
              "file=" + pid);
      await(pid + " or the end", () -> Files.exists(pid) || !emulator.isAlive());
      return Files.exists(pid);
    }

    private void startManager(int port) throws IOException, InterruptedException {
      var bus = "unix:path=" + folder.resolve("bus");
      environment.put("DBUS_SESSION_BUS_ADDRESS", bus);
      start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + bus);
      await("the bus", () -> takesConnections(folder.resolve("bus")));
      start("tpm2-abrmd", "--session", "--allow-root", "--tcti=swtpm:host=127.0.0.1,port=" + port);
      var tcti = "tabrmd:bus_type=session,bus_name=com.intel.tss2.Tabrmd";
      environment.put("TPM2_PKCS11_TCTI", tcti);
      environment.put("TPM2TOOLS_TCTI", tcti);
      run("gdbus", "wait", "--session", "--timeout", "60", "com.intel.tss2.Tabrmd");
    }

    /// Two neighbouring ports: those who speak to the emulator expect its control port beside the
    /// other one.
    private static int freePair() throws IOException {
      for (int i = 0; i < 100; i++) {
        try (var first = new ServerSocket(0);
            var _ = new ServerSocket(first.getLocalPort() + 1)) {
          return first.getLocalPort();
        } catch (IOException | IllegalArgumentException _) {
          // the neighbour is taken: another pair
        }
      }
      throw new IOException("no two free ports side by side");
    }

    /// A socket is there a moment before it takes connections.
    private static boolean takesConnections(Path socket) {
      try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    /// Waits for something outside that gives no sign.
    private static void await(String what, BooleanSupplier done) throws InterruptedException {
      for (int i = 0; !done.getAsBoolean(); i++) {
        if (i == 2400) {
          throw new AssertionError(what + " did not come within a minute");
        }
        Thread.sleep(25);
      }
    }
  }
}
