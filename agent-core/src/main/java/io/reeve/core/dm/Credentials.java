package io.reeve.core.dm;

import java.util.Optional;

/// The account's credentials as a session needs them. Asked for each message anew, because the
/// service may change them in mid-session.
public interface Credentials {
  /// What this device proves itself with; empty for TLS alone.
  Optional<Login> client();

  /// What the service has to prove itself with; empty for TLS alone. Its user is PROVIDER-ID where
  /// the account names none.
  Optional<Login> server();

  /// Keeps the nonce for this device's first proof of the next session. Comes only from a service
  /// that has proven itself or need not.
  void nextClientNonce(String nonce);

  /// Keeps the nonce for the service's first proof of the next session.
  void nextServerNonce(String nonce);

  /// TLS alone.
  static Credentials none() {
    return new Credentials() {
      @Override
      public Optional<Login> client() {
        return Optional.empty();
      }

      @Override
      public Optional<Login> server() {
        return Optional.empty();
      }

      @Override
      public void nextClientNonce(String nonce) {
        // there is no proof to use it for
      }

      @Override
      public void nextServerNonce(String nonce) {
        // there is no proof to use it for
      }
    };
  }
}
