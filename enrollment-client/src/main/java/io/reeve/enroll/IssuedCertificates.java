package io.reeve.enroll;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The certificates of a provisioning document, each checked against its name, the client's also
/// against the key it was asked for and against its issuers.
///
/// @param store where the client's certificate is to go
/// @param chain the client's certificate, then the intermediate ones up to but without the root
/// @param roots trust anchors the document brings; one at most
/// @param notes what is odd but no reason to refuse
record IssuedCertificates(
    EnrollmentType store,
    List<X509Certificate> chain,
    List<X509Certificate> roots,
    List<String> notes) {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String CONTAINER = "PrivateKeyContainer";
  private static final int LONGEST_CHAIN = 8;

  /// @param key the public key the certificate was asked for
  /// @param known issuers this machine has from before: at a renewal the document may leave them
  ///   out
  static IssuedCertificates read(
      Characteristic document, PublicKey key, Collection<X509Certificate> known, Instant now)
      throws RefusedException {
    var notes = new ArrayList<String>();
    var roots = under(document, "Root", "System", notes);
    var intermediates = new ArrayList<>(under(document, "CA", "System", notes));
    var mine = new LinkedHashMap<X509Certificate, EnrollmentType>();
    for (var type : EnrollmentType.values()) {
      for (var certificate : under(document, "My", type.store(), notes)) {
        if (Certificates.isAuthority(certificate) && !Certificates.isOf(key, certificate)) {
          intermediates.add(certificate);
        } else {
          mine.put(certificate, type);
        }
      }
    }
    atMostOne(roots, "root");
    atMostOne(intermediates, "intermediate");
    var client = onlyOne(mine);
    if (!Certificates.isOf(key, client.getKey())) {
      throw Characteristic.broken(
          "its certificate "
              + client.getKey().getSubjectX500Principal()
              + " is not for the key this machine made");
    }
    noteContainer(document, client.getValue(), notes);
    noteOddities(client.getKey(), now, notes);
    var issuers = new ArrayList<>(intermediates);
    issuers.addAll(roots);
    var chain = chain(client.getKey(), issuers, known, notes);
    return new IssuedCertificates(client.getValue(), chain, roots, List.copyOf(notes));
  }

  private static List<X509Certificate> under(
      Characteristic document, String store, String part, List<String> notes)
      throws RefusedException {
    var found = new ArrayList<X509Certificate>();
    for (var place : document.at("CertificateStore", store, part)) {
      for (var entry : place.children()) {
        if (entry.has("EncodedCertificate")) {
          found.add(certificate(entry));
        } else if (!entry.type().equals(CONTAINER)) {
          notes.add("CertificateStore/" + store + "/" + part + "/" + entry.type() + " is ignored");
        }
      }
    }
    return found;
  }

  private static X509Certificate certificate(Characteristic entry) throws RefusedException {
    try {
      var certificate = Certificates.fromBase64(entry.text("EncodedCertificate").orElse(""));
      var name = Certificates.thumbprint(certificate);
      if (!name.equalsIgnoreCase(entry.type())) {
        throw Characteristic.broken(
            "the certificate under " + entry.type() + " has the SHA-1 name " + name);
      }
      return certificate;
    } catch (IllegalArgumentException e) {
      throw Characteristic.broken(
          "the certificate under " + entry.type() + " cannot be read: " + e.getMessage());
    }
  }

  private static void atMostOne(List<X509Certificate> certificates, String what)
      throws RefusedException {
    if (certificates.stream().distinct().count() > 1) {
      throw Characteristic.broken("it has more than one " + what + " certificate");
    }
  }

  private static Map.Entry<X509Certificate, EnrollmentType> onlyOne(
      Map<X509Certificate, EnrollmentType> mine) throws RefusedException {
    if (mine.isEmpty()) {
      throw Characteristic.broken("it has no certificate for this machine");
    }
    if (mine.size() > 1) {
      throw Characteristic.broken("it has " + mine.size() + " certificates for this machine");
    }
    return mine.entrySet().iterator().next();
  }

  private static void noteContainer(
      Characteristic document, EnrollmentType store, List<String> notes) {
    boolean there =
        document.at("CertificateStore", "My", store.store()).stream()
            .anyMatch(place ->
                !place.at(CONTAINER).isEmpty()
                    || place.children().stream().anyMatch(entry -> !entry.at(CONTAINER).isEmpty()));
    if (!there) {
      notes.add("the provisioning document has no " + CONTAINER);
    }
  }

  private static void noteOddities(X509Certificate client, Instant now, List<String> notes) {
    if (client.getNotAfter().toInstant().isBefore(now)) {
      notes.add("the issued certificate ended at " + client.getNotAfter().toInstant());
    }
    if (client.getNotBefore().toInstant().isAfter(now)) {
      notes.add("the issued certificate begins only at " + client.getNotBefore().toInstant());
    }
    if (!mayAuthenticate(client)) {
      notes.add("the issued certificate is not meant for client authentication");
    }
  }

  private static boolean mayAuthenticate(X509Certificate client) {
    try {
      var usages = client.getExtendedKeyUsage();
      return usages == null || usages.contains(CLIENT_AUTH);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  /// Where the document or this machine has issuers, one of them must have issued the certificate.
  private static List<X509Certificate> chain(
      X509Certificate client,
      List<X509Certificate> provisioned,
      Collection<X509Certificate> known,
      List<String> notes)
      throws RefusedException {
    var issuers = new ArrayList<>(provisioned);
    issuers.addAll(known);
    if (provisioned.isEmpty() && known.isEmpty()) {
      notes.add("the provisioning document has no issuer to check the certificate against");
      return List.of(client);
    }
    var chain = new ArrayList<>(List.of(client));
    while (chain.size() < LONGEST_CHAIN && !Certificates.isSelfSigned(chain.getLast())) {
      var issuer = issuer(chain.getLast(), issuers);
      if (issuer.isEmpty()) {
        break;
      }
      chain.add(issuer.get());
    }
    if (chain.size() == 1) {
      throw Characteristic.broken(
          "the certificate was issued by "
              + client.getIssuerX500Principal()
              + ", which is not among the issuers it brings");
    }
    if (Certificates.isSelfSigned(chain.getLast())) {
      chain.removeLast();
    } else if (provisioned.stream().anyMatch(Certificates::isSelfSigned)) {
      throw Characteristic.broken("the certificate's chain does not end in the root it brings");
    }
    return List.copyOf(chain);
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate subject, List<X509Certificate> issuers) {
    return issuers.stream().filter(it -> Certificates.issued(it, subject)).findFirst();
  }
}
