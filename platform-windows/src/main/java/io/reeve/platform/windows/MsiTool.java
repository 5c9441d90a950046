package io.reeve.platform.windows;

import io.reeve.core.apps.AppManifest;
import io.reeve.core.apps.AppManifest.VersionRule;
import io.reeve.core.apps.PackageTool;
import io.reeve.core.spi.Commands;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// Packages of Windows Installer (`.msi`), for everybody on the machine. The name is the product's
/// code, with or without braces.
///
/// A package has to come as a file with its digest, and has to be the product that the manifest
/// names. Where that names a `signer`, Windows has to trust the file's signature and it has to be
/// of that name (the certificate's common name) or certificate (its SHA-256).
///
/// @param msiexec Windows Installer's own program, which an installation that never ends cannot
///   take down with the agent
/// @param outside what an installation needs beside them
record MsiTool(
    MsiPackages packages, Signatures signatures, Commands commands, String msiexec, Outside outside)
    implements PackageTool {
  /// The machine around an installation.
  interface Outside {
    /// A package is there, or gone, and Windows Installer wants a restart for it.
    void wantsRestart(String what) throws IOException;

    /// Waits.
    void rest(Duration time) throws InterruptedException;
  }

  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Pattern CODE =
      Pattern.compile("\\{?([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\\}?");

  /// Done; done, and Windows wants a restart; done, and Windows restarts.
  private static final Set<Integer> DONE = Set.of(0, 3010, 1641);

  private static final Set<Integer> WANTS_RESTART = Set.of(3010, 1641);

  /// Windows Installer does one thing at a time; it may still be at what an earlier try of ours
  /// began.
  private static final int BUSY = 1618;

  private static final Duration REST = Duration.ofSeconds(15);
  private static final int RESTS = 80;
  private static final int UNKNOWN_PRODUCT = 1605;

  static MsiTool of(Win32 windows, Commands commands, MsiRestart restart) {
    return new MsiTool(
        new NativeMsi(windows),
        new NativeSignatures(windows),
        commands,
        SystemFolders.of(windows).inSystem("msiexec.exe").toString(),
        new Outside() {
          @Override
          public void wantsRestart(String what) throws IOException {
            restart.add(what);
          }

          @Override
          public void rest(Duration time) throws InterruptedException {
            Thread.sleep(time);
          }
        });
  }

  /// Where there is no Windows, and nothing is asked.
  static MsiTool nowhere(Commands commands) {
    return new MsiTool(
        new Nowhere(),
        file -> {
          throw new IOException("there is no Windows to judge " + file);
        },
        commands,
        "",
        new Nowhere());
  }

  private record Nowhere() implements MsiPackages, Outside {
    @Override
    public void wantsRestart(String what) {
      throw new IllegalStateException("there is no Windows to restart for " + what);
    }

    @Override
    public void rest(Duration time) {
      throw new IllegalStateException("there is no Windows to wait for");
    }

    @Override
    public Optional<String> installed(String product) {
      return Optional.empty();
    }

    @Override
    public List<String> related(String upgrade) {
      return List.of();
    }

    @Override
    public Said read(Path file) throws IOException {
      throw new IOException("there is no Windows to read " + file);
    }
  }

  @Override
  public String type() {
    return "msi";
  }

  @Override
  public Optional<String> refusal(String name) {
    return CODE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("'name' is not the code of a product, {8-4-4-4-12}: '" + name + "'");
  }

  private static String code(String name) {
    return "{" + name.replaceAll("[{}]", "").toUpperCase(Locale.ROOT) + "}";
  }

  @Override
  public Optional<String> installed(String name) throws IOException {
    return packages.installed(code(name));
  }

  @Override
  public boolean suits(AppManifest manifest, String version) {
    return switch (manifest.version()) {
      case VersionRule.Any() -> true;
      case VersionRule.Exactly(var wanted) -> compare(version, wanted) == 0;
      case VersionRule.AtLeast(var least) -> compare(version, least) >= 0;
    };
  }

  /// Numbers between dots, as Windows Installer has them; what is missing is 0.
  static int compare(String one, String other) {
    var left = one.split("\\.");
    var right = other.split("\\.");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Long.compare(number(left, i), number(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static long number(String[] parts, int i) {
    return i < parts.length && parts[i].matches("\\d{1,18}") ? Long.parseLong(parts[i]) : 0;
  }

  /// Other products of its line, which its installation may take away, count as changed.
  @Override
  public Preview preview(AppManifest manifest) throws IOException {
    var said = check(manifest);
    var changed = new LinkedHashMap<String, String>();
    if (said.upgrade().isPresent()) {
      for (var related : packages.related(said.upgrade().get())) {
        packages.installed(related).ifPresent(version -> changed.put(related, version));
      }
    }
    var now = installed(manifest.name());
    changed.remove(code(manifest.name()));
    now.ifPresent(version -> changed.put(manifest.name(), version));
    return new Preview(now.isPresent() ? List.of() : List.of(manifest.name()), changed);
  }

  private static Path file(AppManifest manifest) throws IOException {
    return Path.of(
        manifest
            .file()
            .orElseThrow(() -> new IOException("a package of type msi needs a 'source'"))
            .path());
  }

  /// What the package says of itself, when it may be installed.
  private MsiPackages.Said check(AppManifest manifest) throws IOException {
    if (!manifest.args().isEmpty()) {
      throw new IOException("a package of type msi takes no 'args'");
    }
    var file = file(manifest);
    if (manifest.signer().isPresent()) {
      needSigner(manifest, signatures.signer(file), manifest.signer().get());
    }
    var said = packages.read(file);
    if (!said.product().equals(code(manifest.name()))) {
      throw new IOException(
          "the package is the product %s, not %s".formatted(said.product(), code(manifest.name())));
    }
    if (!suits(manifest, said.version())) {
      throw new IOException(
          "the package has version %s, not %s".formatted(said.version(), manifest.words()));
    }
    return said;
  }

  private static void needSigner(AppManifest manifest, X509Certificate found, String wanted)
      throws IOException {
    var name = commonName(found);
    if (!wanted.equals(name) && !wanted.equalsIgnoreCase(digest(found))) {
      throw new IOException(
          "%s is signed by '%s', not '%s'".formatted(manifest.words(), name, wanted));
    }
  }

  static String commonName(X509Certificate certificate) throws IOException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> part.getValue().toString())
              .findFirst()
              .orElse("");
    } catch (InvalidNameException e) {
      throw new IOException("the signer's certificate has no name", e);
    }
  }

  private static String digest(X509Certificate certificate) throws IOException {
    try {
      var bytes = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IOException("the signer's certificate cannot be read", e);
    }
  }

  @Override
  public void install(AppManifest manifest) throws IOException {
    check(manifest);
    int exit = run("/i", file(manifest).toString(), "ALLUSERS=1", "REBOOT=ReallySuppress");
    if (!DONE.contains(exit)) {
      throw failure(exit, "installing " + manifest.words());
    }
    if (WANTS_RESTART.contains(exit)) {
      outside.wantsRestart(manifest.words());
    }
  }

  private int run(String what, String product, String... properties) throws IOException {
    var arguments = new ArrayList<>(List.of(msiexec, what, product));
    arguments.addAll(List.of("/qn", "/norestart"));
    arguments.addAll(List.of(properties));
    int exit = ask(arguments);
    for (int i = 0; exit == BUSY && i < RESTS; i++) {
      rest();
      exit = ask(arguments);
    }
    return exit;
  }

  /// The service of Windows Installer does the work, and goes on with it when msiexec is gone.
  private int ask(List<String> arguments) throws IOException {
    try {
      return commands.run(arguments, PATIENCE).exit();
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; Windows Installer itself may still be at it, and is waited for", e);
    }
  }

  private void rest() throws IOException {
    try {
      outside.rest(REST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the agent ends while it waits for Windows Installer", e);
    }
  }

  private static OsException failure(int exit, String what) {
    return exit == BUSY
        ? new OsException("msiexec", exit, what + ": another installation is under way")
        : WinError.failure("msiexec", exit, what);
  }

  @Override
  public Optional<String> damage(String name) {
    return Optional.empty();
  }

  @Override
  public Set<String> remove(Collection<String> names) throws IOException {
    for (var name : names) {
      if (installed(name).isPresent()) {
        int exit = run("/x", code(name), "REBOOT=ReallySuppress");
        if (!DONE.contains(exit) && exit != UNKNOWN_PRODUCT) {
          throw failure(exit, "removing " + name);
        }
        if (WANTS_RESTART.contains(exit)) {
          outside.wantsRestart(name);
        }
      }
    }
    return new LinkedHashSet<>();
  }

  /// Nobody keeps earlier versions.
  @Override
  public boolean back(String name, String version) {
    return false;
  }

  /// What Windows Installer knows is in the registry: the sweep finds what others change.
  @Override
  public Set<Path> files() {
    return Set.of();
  }
}
