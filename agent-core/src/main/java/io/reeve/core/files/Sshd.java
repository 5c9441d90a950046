package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// sshd as the judge of its configuration: whether it is good, and what it comes to.
///
/// It is given a copy of the configuration with the includes in place, and a throw-away host key,
/// because without one it judges nothing.
public final class Sshd {
  private static final Path TOOL = Path.of("/usr/sbin/sshd");
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int MAX_USERS = 3;

  /// Where the units of Debian and of the RHEL family take arguments from.
  private static final List<String> ENVIRONMENTS =
      List.of("/etc/default/ssh", "/etc/sysconfig/sshd");

  private static final Pattern OPTIONS =
      Pattern.compile("(?m)^\\s*(?:SSHD_OPTS|OPTIONS)=[\"']?(.*?)[\"']?\\s*$");
  private static final Pattern OPTION = Pattern.compile("-o\\s*([A-Za-z0-9]+=[^\\s\"']+)");

  private final Host host;
  private final Path separation;

  /// @param separation the empty directory without which sshd does not start as root
  public Sshd(Host host, Path separation) {
    this.host = host;
    this.separation = separation;
  }

  /// Whether sshd can be asked. As root it needs its empty directory, which on a real machine may
  /// be made; on a scratch root nothing outside may.
  public boolean canBeAsked() throws IOException {
    return Glance.ask(new Readiness(this));
  }

  private record Readiness(Sshd sshd) implements Glance.Question<Boolean> {
    @Override
    public Boolean answer() throws IOException {
      return sshd.isReady();
    }
  }

  private boolean isReady() throws IOException {
    if (!Files.isExecutable(TOOL)) {
      return false;
    }
    boolean root = isRoot();
    if (root && !host.isScratch()) {
      Directories.make(host, separation);
    }
    return !root || Files.isDirectory(separation);
  }

  private static boolean isRoot() throws IOException {
    var probe = Files.createTempFile("reeve", ".probe");
    try {
      return FileMeta.attribute(probe, "unix:uid") == 0;
    } finally {
      Files.delete(probe);
    }
  }

  /// Holds that sshd takes the configuration; nothing is held where it cannot be asked.
  ///
  /// @throws OsException with what sshd says about it
  public void test() throws IOException {
    if (canBeAsked()) {
      ask(SshdConfig.read(host).assembled(), List.of("-t"));
    }
  }

  /// What sshd uses for an option; empty where it cannot be asked. A session for which a `Match`
  /// gives something else speaks first.
  ///
  /// @param written the option as written, which is returned if it means the same
  public Optional<String> inForce(String key, String written) throws IOException {
    if (!canBeAsked()) {
      return Optional.empty();
    }
    var text = SshdConfig.read(host).assembled();
    var everybody = option(ask(text, effective(List.of("-T"))), key);
    for (var user : users()) {
      var session = "user=" + user + ",host=localhost,addr=127.0.0.1";
      var value = option(ask(text, effective(List.of("-T", "-C", session))), key);
      if (!value.equals(everybody)) {
        return Optional.of(spelling(key, value, written));
      }
    }
    return Optional.of(spelling(key, everybody, written));
  }

  /// With the options that its service is started with, which win over every file.
  private List<String> effective(List<String> asked) throws IOException {
    var arguments = new ArrayList<>(asked);
    for (var name : ENVIRONMENTS) {
      var text = new SystemFile(host, name).text().orElse("");
      OPTIONS
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .forEach(options -> {
            var given = OPTION.matcher(options);
            while (given.find()) {
              arguments.addAll(List.of("-o", given.group(1)));
            }
          });
    }
    return arguments;
  }

  /// sshd spells values its own way (`without-password`, `60` for `1m`): asks how it would spell
  /// what was written.
  private String spelling(String key, String value, String written) throws IOException {
    if (value.equals(written)) {
      return written;
    }
    return option(ask(key + " " + written + "\n", List.of("-T")), key).equals(value)
        ? written
        : value;
  }

  private static String option(String dump, String key) {
    var prefix = key.toLowerCase(Locale.ROOT) + " ";
    return dump.lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .collect(Collectors.joining(" "));
  }

  /// root, and the first people who can log in.
  private List<String> users() throws IOException {
    var users = new ArrayList<>(List.of("root"));
    new SystemFile(host, "/etc/passwd")
        .text()
        .orElse("")
        .lines()
        .map(line -> line.split(":", -1))
        .filter(f -> f.length == 7 && f[2].matches("[1-9]\\d{3,8}") && !f[2].equals("65534"))
        .filter(f -> !f[6].endsWith("nologin") && !f[6].endsWith("false"))
        .limit(MAX_USERS)
        .forEach(f -> users.add(f[0]));
    return users;
  }

  private String ask(String config, List<String> options) throws IOException {
    return Glance.ask(new Run(host, config, options));
  }

  private record Run(Host host, String config, List<String> options)
      implements Glance.Question<String> {
    @Override
    public String answer() throws IOException {
      return run(host, config, options);
    }
  }

  private static String run(Host host, String config, List<String> options) throws IOException {
    var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    var folder = Files.createTempDirectory("reeve-sshd", only);
    var file = folder.resolve("config");
    var key = folder.resolve("key");
    try {
      Files.writeString(file, config.replaceAll("(?mi)^\\s*HostKey\\s.*$", ""));
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(key, HostKey.PEM);
      var arguments = new ArrayList<>(List.of(TOOL.toString(), "-f", file.toString()));
      arguments.addAll(List.of("-h", key.toString()));
      arguments.addAll(options);
      var result = host.commands().run(arguments, DEADLINE);
      if (!result.ok()) {
        throw new OsException("sshd " + options.getFirst(), result.exit(), result.err().strip());
      }
      return result.out();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(key);
      Files.delete(folder);
    }
  }

  /// A key that never leaves this process and its child.
  private static final class HostKey {
    static final String PEM = make();

    private static String make() {
      try {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var key = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n";
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no P-256 keys", e);
      }
    }
  }
}
