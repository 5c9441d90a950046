package io.reeve.core.agent;

import io.reeve.core.dm.Credentials;
import io.reeve.core.dm.Login;
import io.reeve.enroll.DeviceKeys;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.KeyHomeException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The account's credentials with their secrets, which only the key's home keeps.
final class KeptCredentials implements Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(KeptCredentials.class);

  private final Enrolment enrolment;
  private final DeviceKeys keys;

  KeptCredentials(Enrolment enrolment, DeviceKeys keys) {
    this.enrolment = enrolment;
    this.keys = keys;
  }

  @Override
  public Optional<Login> client() {
    return enrolment.current().flatMap(DmAccount::client).flatMap(this::login);
  }

  @Override
  public Optional<Login> server() {
    return enrolment.current().flatMap(DmAccount::server).flatMap(this::login);
  }

  private Optional<Login> login(Auth auth) {
    try {
      var nonce = keys.secret(auth.nonce());
      var scheme =
          switch (auth.scheme()) {
            case BASIC -> Login.Scheme.BASIC;
            case DIGEST -> Login.Scheme.MD5;
          };
      var account = enrolment.account();
      var user = auth.user().isEmpty() ? account.providerId() : auth.user();
      return keys.secret(auth.secret()).map(secret -> new Login(scheme, user, secret, nonce));
    } catch (KeyHomeException e) {
      LOG.warn("the credentials of the session cannot be read: {} ({})", e.getMessage(), e.hint());
      return Optional.empty();
    }
  }

  @Override
  public void nextClientNonce(String nonce) {
    keep(Auth.CLIENT_NONCE, nonce);
  }

  @Override
  public void nextServerNonce(String nonce) {
    keep(Auth.SERVER_NONCE, nonce);
  }

  private void keep(String name, String nonce) {
    try {
      keys.keep(Map.of(name, nonce));
    } catch (KeyHomeException e) {
      LOG.warn("the next nonce cannot be kept: {} ({})", e.getMessage(), e.hint());
    }
  }
}
