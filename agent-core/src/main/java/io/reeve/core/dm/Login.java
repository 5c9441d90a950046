package io.reeve.core.dm;

import java.util.Optional;

/// What one side of a session proves itself with.
///
/// @param scheme how
/// @param user the name that goes with the secret
/// @param secret never printed
/// @param nonce the nonce to begin with, as it came; empty when there is none yet
public record Login(Scheme scheme, String user, String secret, Optional<String> nonce) {
  /// How it is proven.
  public enum Scheme {
    /// Name and secret themselves.
    BASIC("syncml:auth-basic"),
    /// A digest over name, secret and a nonce of the other side.
    MD5("syncml:auth-md5");

    private final String type;

    Scheme(String type) {
      this.type = type;
    }

    /// The name on the wire.
    public String type() {
      return type;
    }
  }

  @Override
  public String toString() {
    return "Login[" + scheme + ", " + user + "]";
  }
}
