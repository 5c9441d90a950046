package io.reeve.enroll;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/// SSLCLIENTCERTSEARCHCRITERIA: which certificate a session is to show. The only candidate is the
/// one this enrolment issued, so this can but fit or not.
///
/// @param subjects whole subjects, any of which will do; empty for no demand
/// @param stores as `My\User`, any of which will do; empty for no demand
record SearchCriteria(List<String> subjects, List<String> stores) {
  private static final String SEPARATOR = "\uF000";

  /// @throws RefusedException when it is not made of names and values
  static SearchCriteria read(String text) throws RefusedException {
    var subjects = new ArrayList<String>();
    var stores = new ArrayList<String>();
    for (var pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw Characteristic.broken("its SSLCLIENTCERTSEARCHCRITERIA is no list: '" + text + "'");
      }
      var values = List.of(decoded(pair.substring(equals + 1)).split(SEPARATOR));
      switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
        case "subject" -> subjects.addAll(values);
        case "stores" -> stores.addAll(values);
        default -> {
          // the specification has others ignored
        }
      }
    }
    return new SearchCriteria(List.copyOf(subjects), List.copyOf(stores));
  }

  private static String decoded(String value) throws RefusedException {
    try {
      // A plus sign is itself here, not a space as in forms.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Characteristic.broken(
          "its SSLCLIENTCERTSEARCHCRITERIA is wrongly escaped: '" + value + "'");
    }
  }

  void check(X509Certificate certificate, EnrollmentType store) throws RefusedException {
    var place = "My\\" + store.store();
    if (!stores.isEmpty() && stores.stream().noneMatch(it -> it.strip().equalsIgnoreCase(place))) {
      throw Characteristic.broken(
          "sessions look for the certificate in " + stores + " but it goes to " + place);
    }
    var subject = certificate.getSubjectX500Principal();
    if (!subjects.isEmpty() && subjects.stream().noneMatch(it -> same(it, subject))) {
      throw Characteristic.broken(
          "sessions look for a certificate of " + subjects + " but it is of '" + subject + "'");
    }
  }

  /// The same names in either order: Windows writes a subject the other way round than RFC 2253.
  private static boolean same(String wanted, X500Principal subject) {
    try {
      var rdns = new LdapName(new X500Principal(wanted).getName()).getRdns();
      return new HashSet<>(rdns).equals(new HashSet<>(new LdapName(subject.getName()).getRdns()));
    } catch (InvalidNameException | IllegalArgumentException _) {
      return false;
    }
  }
}
