package io.reeve.harness.lab;

import io.reeve.core.cli.OutputOptions;
import io.reeve.core.cli.Terminal;
import io.reeve.core.local.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reeve lab`: runs a lab until it is interrupted.
@Command(
    name = "lab",
    description = {
      "Run a small management service, for trying Reeve out.",
      "Everything of it is in the folder that --state names, which it needs. It listens on "
          + "loopback unless --bind says otherwise. A fleet belongs on a real server."
    },
    footer = {"  reeve lab --state /tmp/lab --user ann --password-file pw.txt"})
final class LabRun implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The lab's folder. What is in it from an earlier time goes on.")
  private @Nullable Path state;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(names = "--port", paramLabel = "N", description = "Port (default: the last one, or any).")
  private int port;

  @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address (default: loopback).")
  private String bind = "127.0.0.1";

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Name or address in the certificate and in URLs; may be repeated.")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--user", paramLabel = "U", description = "Make this user who may enrol devices.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "F",
      description = "File whose first line is that user's password.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--user-ca",
      paramLabel = "F",
      description = "PEM file of authorities whose user certificates may enrol devices.")
  private @Nullable Path userCa;

  @Option(
      names = "--approver-key",
      paramLabel = "F",
      description =
          "File with the public key of an approver, as 'reeve approve --new-key' prints it; may be "
              + "repeated. Devices that enrol then do nothing destructive without an approval.")
  private List<Path> approverKeys = new ArrayList<>();

  @Option(
      names = "--script-key",
      paramLabel = "F",
      description =
          "File with the public key of whoever signs scripts, as 'reeve sign-script --new-key' "
              + "prints it; may be repeated. Without one the lab signs what it sends itself.")
  private List<Path> scriptKeys = new ArrayList<>();

  @Option(
      names = "--no-hints",
      description =
          "Do not tell devices that enrol where they may ask for news; they come by their"
              + " schedule.")
  private boolean noHints;

  private final Terminal terminal;

  LabRun(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    var interrupted = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var hook =
        new Thread(
            () -> {
              interrupted.countDown();
              awaitQuietly(ended);
            },
            "lab-stop");
    try (var lab = start()) {
      Runtime.getRuntime().addShutdownHook(hook);
      print(lab);
      interrupted.await();
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Lab start() throws IOException {
    var password = password();
    try {
      var lab = Lab.start(config());
      try {
        password.ifPresent(text -> lab.admin().putUser(user(), text.toCharArray()));
        return lab;
      } catch (LabException wrong) {
        lab.close();
        throw wrong;
      }
    } catch (LabException wrong) {
      throw usage(String.valueOf(wrong.getMessage()), wrong.hint());
    } catch (IllegalArgumentException wrong) {
      throw usage(String.valueOf(wrong.getMessage()), "see 'reeve lab --help'");
    } catch (IOException failed) {
      throw new AgentException(
          AgentException.Kind.FAILED,
          String.valueOf(failed.getMessage()),
          "choose another --state folder or --port");
    }
  }

  private LabConfig config() throws IOException {
    if (state == null) {
      throw usage("the lab needs a folder of its own", "give one with --state DIR");
    }
    var config =
        LabConfig.at(state.toAbsolutePath().normalize())
            .withAddress(bind, port)
            .withNames(hosts)
            .withApproverKeys(publicKeys(approverKeys, "approve"))
            .withScriptKeys(publicKeys(scriptKeys, "sign-script"));
    var complete = userCa == null ? config : config.withUserCa(userCa);
    return noHints ? complete : complete.withHints();
  }

  private static List<String> publicKeys(List<Path> files, String command) throws IOException {
    var keys = new ArrayList<String>();
    for (var file : files) {
      keys.add(publicKey(file, command));
    }
    return keys;
  }

  private static String publicKey(Path file, String command) throws IOException {
    var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    try {
      var bytes = Base64.getMimeDecoder().decode(text.strip());
      var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes));
      return Base64.getEncoder().encodeToString(key.getEncoded());
    } catch (GeneralSecurityException | IllegalArgumentException none) {
      throw usage(
          file + " holds no public Ed25519 key: " + none.getMessage(),
          "write into it what 'reeve " + command + " --new-key' prints");
    }
  }

  private String user() {
    return Optional.ofNullable(user).orElse("");
  }

  private Optional<String> password() throws IOException {
    if (user == null && passwordFile == null) {
      return Optional.empty();
    }
    if (user == null || passwordFile == null) {
      throw usage("--user and --password-file go together", "give both or neither");
    }
    try (var lines = Files.lines(passwordFile)) {
      return Optional.of(
          lines
              .findFirst()
              .orElseThrow(() -> usage(passwordFile + " is empty", "write a password into it")));
    }
  }

  private static AgentException usage(String message, String hint) {
    return new AgentException(AgentException.Kind.USAGE, message, hint);
  }

  private void print(Lab lab) {
    var out = terminal.out();
    if (output.json()) {
      out.println(
          Json.object()
              .put("uri", lab.uri().toString())
              .put("discovery", lab.discovery().toString())
              .put("console", lab.console().toString())
              .put("ca", lab.caFile().toString())
              .put("adminToken", lab.adminTokenFile().toString()));
    } else {
      out.println("The lab listens at  " + lab.uri());
      out.println("Its console         " + lab.console());
      out.println("Its authority       " + lab.caFile());
      out.println(
          "Administrator token "
              + lab.adminTokenFile()
              + " (for the console and "
              + lab.uri()
              + "/api/v1)");
      out.println("Enrol a device with");
      out.println(
          "  reeve enroll --server "
              + lab.discovery()
              + " --user "
              + Optional.ofNullable(user).orElse("USER")
              + " --password-file FILE --ca "
              + lab.caFile());
      out.println("Add --state DIR --root DIR to try it without touching this machine.");
      out.println("Ctrl-C stops it.");
    }
    out.flush();
  }
}
