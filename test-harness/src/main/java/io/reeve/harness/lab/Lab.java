package io.reeve.harness.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running lab. Closed, it can be started again on the same folder and is the same service.
public final class Lab implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);

  private final LabConfig config;
  private final AtomicReference<LabDialect> dialect;
  private final FileChannel hold;
  private final CertificateAuthority authority;
  private final Memory memory;
  private final Listening listening;
  private final ScriptSigner signer;
  private final LabAdmin admin;
  private final WebServer server;
  private final CompletableFuture<LabService> service = new CompletableFuture<>();
  private volatile boolean closed;

  private Lab(LabConfig config, FileChannel hold) throws IOException {
    this.config = config;
    this.hold = hold;
    this.dialect = new AtomicReference<>(config.dialect());
    this.authority = CertificateAuthority.open(config.state(), config.clock());
    this.memory = Memory.open(config.state().resolve("lab.db"), config.clock());
    this.listening = new Listening(memory.events());
    this.signer = ScriptSigner.open(config);
    this.admin = new AdminDesk(memory, listening, signer);
    this.server = listen();
  }

  /// Starts a lab and returns when it listens.
  ///
  /// @throws IOException when the folder or the port cannot be used; the message says which
  public static Lab start(LabConfig config) throws IOException {
    StateFiles.makeFolder(config.state());
    var hold = StateFiles.hold(config.state());
    try {
      var lab = new Lab(config, hold);
      lab.service.complete(lab.assemble());
      LOG.info("lab of {} listens at {}", config.state(), lab.uri());
      return lab;
    } catch (IOException | RuntimeException failed) {
      hold.close();
      throw failed;
    }
  }

  private WebServer listen() throws IOException {
    int wanted = config.port() != 0 ? config.port() : rememberedPort();
    try {
      var names = new ArrayList<>(config.names());
      names.addAll(List.of("localhost", "127.0.0.1", "::1"));
      var address = new InetSocketAddress(config.bind(), wanted);
      var started =
          WebServer.start(
              address,
              authority,
              names.stream().distinct().toList(),
              request -> service.thenCompose(ready -> ready.serve(request)));
      remember(started.port());
      return started;
    } catch (IOException | RuntimeException failed) {
      listening.close();
      memory.database().close();
      throw failed;
    }
  }

  /// Devices know the lab by its port, so a restart must find the same.
  private int rememberedPort() {
    return memory
        .database()
        .one("SELECT value FROM meta WHERE name = 'port'", row -> row.getInt(1))
        .orElse(0);
  }

  private void remember(int port) {
    memory
        .database()
        .update("INSERT OR REPLACE INTO meta (name, value) VALUES ('port', ?)", "" + port);
  }

  private LabService assemble() throws IOException {
    var users = userAuthorities();
    var clock = config.clock();
    var credentials =
        new Credentials(memory.accounts(), new UserSignature(users), config.tokenType(), clock);
    var enrolments = new Enrolments(config, dialect::get, this::base, authority, memory, signer);
    var management = new ManagementService(config, dialect::get, this::base, memory);
    return new LabService(
        new EnrolmentService(dialect::get, this::base, credentials, enrolments, !users.isEmpty()),
        new SignInPage(memory.accounts(), new Throttle(clock)),
        management,
        new Hints(management, memory, listening),
        new AdminApi(adminToken(), admin, listening, this::base));
  }

  private List<X509Certificate> userAuthorities() throws IOException {
    return config.userCa().isPresent() ? Pem.certificates(config.userCa().get()) : List.of();
  }

  private String adminToken() throws IOException {
    if (!Files.exists(adminTokenFile())) {
      var bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      StateFiles.writeSecret(
          adminTokenFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }
    return Files.readString(adminTokenFile()).strip();
  }

  private String base() {
    var name = config.names().isEmpty() ? "localhost" : config.names().getFirst();
    return "https://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + server.port();
  }

  /// Where devices reach it: `https://NAME:PORT` with the first configured name, or `localhost`.
  public URI uri() {
    return URI.create(base());
  }

  /// The discovery address to enrol with.
  public URI discovery() {
    return uri().resolve(EnrolmentService.DISCOVERY);
  }

  /// The console for the helpdesk, to be opened in a browser.
  public URI console() {
    return uri().resolve(ConsolePages.PREFIX);
  }

  /// The certificate of the lab's authority, for `--ca`.
  public Path caFile() {
    return config.state().resolve("ca.pem");
  }

  /// The text of [#caFile()].
  public String caPem() {
    return Pem.of(authority.root());
  }

  /// The file that holds the bearer token of the JSON API; mode 0600.
  public Path adminTokenFile() {
    return config.state().resolve("admin-token");
  }

  /// What an administrator can do.
  public LabAdmin admin() {
    return admin;
  }

  /// What it has cost since it was started.
  public LabCost cost() {
    return server.cost();
  }

  /// The dialect spoken now.
  public LabDialect dialect() {
    return dialect.get();
  }

  /// Speaks that dialect from the next request on.
  public void dialect(LabDialect dialect) {
    this.dialect.set(dialect);
  }

  /// Stops listening, ends what is running and closes the database. Again is the same as once.
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      server.close();
      listening.close();
      memory.database().close();
      hold.close();
    }
  }
}
