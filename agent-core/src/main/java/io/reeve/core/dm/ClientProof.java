package io.reeve.core.dm;

import java.util.Optional;

/// How this device proves itself during one session: with which message credentials go, and what a
/// challenge leads to.
final class ClientProof {
  private final Credentials credentials;
  private Optional<Meta> challenge = Optional.empty();
  private boolean accepted;
  private boolean sent;
  private int wrong;
  private int missing;

  ClientProof(Credentials credentials) {
    this.credentials = credentials;
  }

  /// What the service's Status for a header means.
  sealed interface Verdict {
    record Accepted() implements Verdict {}

    /// Send the same again, with the credentials asked for.
    record Again() implements Verdict {}

    record Refused(Outcome outcome) implements Verdict {}
  }

  /// The header with the credentials this message needs.
  SyncHdr sign(SyncHdr header) {
    var login = credentials.client();
    var cred = accepted ? Optional.<Cred>empty() : login.flatMap(this::cred);
    sent = cred.isPresent();
    var named =
        login
            .filter(each -> !each.user().isEmpty())
            .map(each -> header.withSourceName(each.user()))
            .orElse(header);
    return cred.map(named::withCred).orElse(named);
  }

  private Optional<Cred> cred(Login login) {
    return switch (login.scheme()) {
      case BASIC -> Optional.of(cred(login, Proof.basic(login.user(), login.secret())));
      case MD5 ->
          challenge
              .flatMap(Meta::nextNonce)
              .or(login::nonce)
              .map(nonce -> cred(login, Proof.md5(login.user(), login.secret(), nonce)));
    };
  }

  private static Cred cred(Login login, String data) {
    return new Cred(Meta.of("b64", login.scheme().type()), data);
  }

  /// @param code of the Status for the header
  /// @param chal what it asks for
  Verdict judge(int code, Optional<Meta> chal) {
    if (code >= 200 && code < 300) {
      accepted |= code == 212;
      wrong = 0;
      missing = 0;
      var next = chal.filter(meta -> meta.nextNonce().isPresent());
      next.flatMap(Meta::nextNonce).ifPresent(credentials::nextClientNonce);
      challenge = next.or(() -> challenge);
      return new Verdict.Accepted();
    }
    if (code == 401) {
      return challenged(code, chal, ++wrong);
    }
    if (code == 407) {
      return challenged(code, chal, ++missing);
    }
    return code == 406 && sent
        ? refused(code, "the service does not know this kind of credentials")
        : new Verdict.Refused(new Outcome.Refused(code, "the service refused the message"));
  }

  private Verdict challenged(int code, Optional<Meta> chal, int times) {
    accepted = false;
    var login = credentials.client();
    if (login.isEmpty()) {
      return refused(code, "the service asks for credentials and the account has none");
    }
    if (chal.isEmpty() || times > 1) {
      return refused(code, "the service does not accept the account's credentials");
    }
    var type = chal.get().type().orElse("");
    var scheme = login.get().scheme();
    if (!type.equalsIgnoreCase(scheme.type())) {
      return refused(
          code, "the service asks for '" + type + "' and the account allows only " + scheme.type());
    }
    if (scheme == Login.Scheme.MD5 && chal.get().nextNonce().isEmpty()) {
      return refused(code, "the service asks for a digest and gives no nonce");
    }
    challenge = chal;
    return new Verdict.Again();
  }

  private static Verdict refused(int code, String why) {
    return new Verdict.Refused(new Outcome.CredentialsRefused(code, why));
  }
}
