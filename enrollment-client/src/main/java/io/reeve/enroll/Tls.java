package io.reeve.enroll;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// TLS contexts for [Exchange.Call].
public final class Tls {
  /// The protocol versions in use; an implementation of [Exchange] enables these and no others.
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private Tls() {}

  /// A context that trusts those roots and shows that identity to a server that asks.
  public static SSLContext context(Trust trust, Optional<Identity> identity) {
    throw new UnsupportedOperationException(trust + " " + identity);
  }
}
