package io.reeve.harness.load;

import io.reeve.core.dm.Credentials;
import io.reeve.core.dm.Login;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.DmAccount.Auth;
import java.util.Optional;

/// The account's secrets, with the nonces of the next session.
final class Nonces implements Credentials {
  private final DmAccount account;
  private final MemoryKeys keys;
  private Optional<String> clientNonce = Optional.empty();
  private Optional<String> serverNonce = Optional.empty();

  Nonces(DmAccount account, MemoryKeys keys) {
    this.account = account;
    this.keys = keys;
  }

  @Override
  public Optional<Login> client() {
    return account.client().map(auth -> login(auth, clientNonce));
  }

  @Override
  public Optional<Login> server() {
    return account.server().map(auth -> login(auth, serverNonce));
  }

  private Login login(Auth auth, Optional<String> nonce) {
    return new Login(
        switch (auth.scheme()) {
          case BASIC -> Login.Scheme.BASIC;
          case DIGEST -> Login.Scheme.MD5;
        },
        auth.user().isEmpty() ? account.providerId() : auth.user(),
        keys.secret(auth.secret()).orElseThrow(),
        nonce.or(() -> keys.secret(auth.nonce())));
  }

  @Override
  public void nextClientNonce(String nonce) {
    clientNonce = Optional.of(nonce);
  }

  @Override
  public void nextServerNonce(String nonce) {
    serverNonce = Optional.of(nonce);
  }
}
