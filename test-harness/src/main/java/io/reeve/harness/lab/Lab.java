package io.reeve.harness.lab;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/// A running lab. Closed, it can be started again on the same folder and is the same service.
public final class Lab implements AutoCloseable {
  private final LabConfig config;
  private final URI uri;
  private final String caPem;
  private final LabAdmin admin;
  private final AtomicReference<LabDialect> dialect;

  Lab(LabConfig config, URI uri, String caPem, LabAdmin admin) {
    this.config = config;
    this.uri = uri;
    this.caPem = caPem;
    this.admin = admin;
    this.dialect = new AtomicReference<>(config.dialect());
  }

  /// Starts a lab and returns when it listens.
  ///
  /// @throws IOException when the folder or the port cannot be used; the message says which
  public static Lab start(LabConfig config) throws IOException {
    if (config.port() >= 0) {
      throw new IOException("the lab of " + config.state() + " is not built yet");
    }
    throw new IllegalStateException();
  }

  /// Where it listens: `https://localhost:PORT`.
  public URI uri() {
    return uri;
  }

  /// The discovery address to enrol with.
  public URI discovery() {
    return uri.resolve("/EnrollmentServer/Discovery.svc");
  }

  /// The certificate of the lab's authority, for `--ca`.
  public Path caFile() {
    return config.state().resolve("ca.pem");
  }

  /// The text of [#caFile()].
  public String caPem() {
    return caPem;
  }

  /// The file that holds the bearer token of the JSON API; mode 0600.
  public Path adminTokenFile() {
    return config.state().resolve("admin-token");
  }

  /// What an administrator can do.
  public LabAdmin admin() {
    return admin;
  }

  /// The dialect spoken now.
  public LabDialect dialect() {
    return dialect.get();
  }

  /// Speaks that dialect from the next request on.
  public void dialect(LabDialect dialect) {
    this.dialect.set(dialect);
  }

  /// Stops listening, ends what is running and closes the database.
  @Override
  public void close() {}
}
