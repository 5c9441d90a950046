package io.reeve.enroll;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Addresses from people and servers, checked.
final class Addresses {
  /// Where a discovery service is on its host.
  static final String DISCOVERY_PATH = "/EnrollmentServer/Discovery.svc";

  private Addresses() {}

  /// An absolute `https` address with a host and without user information or fragment; empty when
  /// the text is none.
  static Optional<URI> https(String text) {
    try {
      var uri = new URI(text.strip());
      boolean good =
          "https".equalsIgnoreCase(uri.getScheme())
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null;
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /// What a person typed: an address, or a host (and port) that gets the well-known path.
  static Optional<URI> typed(String text) {
    var typed = text.strip();
    var uri = https(typed.contains("://") ? typed : "https://" + typed);
    boolean onlyHost =
        uri.map(it -> it.getRawQuery() == null && it.getPath().matches("/?")).orElse(false);
    return onlyHost ? uri.map(it -> it.resolve(DISCOVERY_PATH)) : uri;
  }

  /// The discovery address that belongs to a mail address.
  static Optional<URI> ofMail(String mail) {
    int at = mail.indexOf('@');
    boolean good = at > 0 && at == mail.lastIndexOf('@') && mail.indexOf('.', at) > at + 1;
    return good
        ? https("https://EnterpriseEnrollment." + mail.substring(at + 1).strip() + DISCOVERY_PATH)
        : Optional.empty();
  }
}
