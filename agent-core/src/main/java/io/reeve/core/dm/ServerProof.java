package io.reeve.core.dm;

import io.reeve.core.tree.Code;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// How the service proves itself during one session.
///
/// Servers in the field provision a secret for it and never use it. The host was authenticated by
/// TLS, so a message without credentials is taken, and the session's record says so; wrong
/// credentials never are.
final class ServerProof {
  private static final int NONCE_BYTES = 16;

  private final Credentials credentials;
  private final SecureRandom random;
  private Optional<String> asked = Optional.empty();
  private Optional<String> untold = Optional.empty();
  private boolean proven;
  private boolean wrong;

  ServerProof(Credentials credentials, SecureRandom random) {
    this.credentials = credentials;
    this.random = random;
  }

  /// @return what this message deserves: 200, 212 with a nonce for the next session, or 401 with
  ///   one for the next try
  Judged judge(SyncHdr header) {
    var login = credentials.server();
    if (login.isEmpty() || header.cred().isEmpty() || proven) {
      return new Judged(Code.OK, Optional.empty());
    }
    var fresh = nonce();
    if (isRight(login.get(), header.cred().get())) {
      proven = true;
      untold = Optional.of(fresh);
      return new Judged(Code.AUTHENTICATED, Optional.of(challenge(fresh)));
    }
    asked = Optional.of(fresh);
    return new Judged(Code.BAD_CREDENTIALS, Optional.of(challenge(fresh)));
  }

  /// @param code for the header
  /// @param chal to go with it
  record Judged(Code code, Optional<Meta> chal) {
    boolean isGood() {
      return code.isGood();
    }
  }

  private boolean isRight(Login login, Cred cred) {
    var type = cred.meta().type().orElse("");
    var nonce = asked.or(login::nonce).orElse("");
    return type.equalsIgnoreCase(Login.Scheme.MD5.type())
        && Proof.same(cred.data(), Proof.md5(login.user(), login.secret(), nonce));
  }

  /// Notes a failed try.
  ///
  /// @return whether it was not the first
  boolean failedAgain() {
    boolean before = wrong;
    wrong = true;
    return before;
  }

  /// A message with what was judged is on its way: the nonce in it counts from the next session on.
  void told() {
    untold.ifPresent(credentials::nextServerNonce);
    untold = Optional.empty();
  }

  Tally.ServerProven state() {
    if (credentials.server().isEmpty()) {
      return Tally.ServerProven.NOT_ASKED;
    }
    return proven ? Tally.ServerProven.YES : Tally.ServerProven.NOT_GIVEN;
  }

  private static Meta challenge(String nonce) {
    return Meta.of("b64", Login.Scheme.MD5.type()).withNextNonce(nonce);
  }

  private String nonce() {
    var bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
