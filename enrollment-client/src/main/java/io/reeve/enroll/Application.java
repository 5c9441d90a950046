package io.reeve.enroll;

import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Retry;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The application w7 of a provisioning document: the management account.
///
/// @param secrets by the names the credentials refer to
record Application(
    Optional<String> providerId,
    String name,
    URI address,
    String encoding,
    Optional<String> protocolVersion,
    Retry retry,
    Optional<Auth> client,
    Optional<Auth> server,
    boolean hardwareId,
    Optional<String> certificateSearch,
    Map<String, String> further,
    Map<String, String> secrets) {
  private static final Set<String> KNOWN =
      Set.of(
          "APPID",
          "PROVIDER-ID",
          "NAME",
          "ADDR",
          "PROTOVER",
          "DEFAULTENCODING",
          "CONNRETRYFREQ",
          "INITIALBACKOFFTIME",
          "MAXBACKOFFTIME",
          "SSLCLIENTCERTSEARCHCRITERIA");

  static Application read(Characteristic document) throws RefusedException {
    var all =
        document.at("APPLICATION").stream()
            .filter(it -> it.text("APPID").filter("w7"::equals).isPresent())
            .toList();
    if (all.size() != 1) {
      throw Characteristic.broken("it has " + all.size() + " applications w7 and not one");
    }
    var application = all.getFirst();
    if (application.has("INIT")) {
      throw Characteristic.broken("it has INIT, which is for mobile operators only");
    }
    var secrets = new TreeMap<String, String>();
    return new Application(
        application.text("PROVIDER-ID"),
        application.text("NAME").orElse("<unnamed>"),
        address(application),
        encoding(application),
        protocolVersion(application),
        retry(application),
        auth(application, "APPSRV", Auth.CLIENT_SECRET, Auth.CLIENT_NONCE, secrets),
        auth(application, "CLIENT", Auth.SERVER_SECRET, Auth.SERVER_NONCE, secrets),
        application.has("USEHWDEVID"),
        application.text("SSLCLIENTCERTSEARCHCRITERIA"),
        further(application),
        Map.copyOf(secrets));
  }

  private static URI address(Characteristic application) throws RefusedException {
    var plain = application.text("ADDR");
    if (plain.isPresent()) {
      return Addresses.https(plain.get())
          .orElseThrow(
              () -> Characteristic.broken("its ADDR is no https address: '" + plain.get() + "'"));
    }
    for (var other : application.at("APPADDR")) {
      var address = other.text("ADDR").flatMap(Addresses::https);
      if (address.isPresent()) {
        return withPort(address.get(), other);
      }
    }
    throw Characteristic.broken("it has no management address");
  }

  private static URI withPort(URI address, Characteristic of) throws RefusedException {
    var ports = of.at("PORT");
    int port = ports.isEmpty() ? 0 : ports.getFirst().number("PORTNBR", 0);
    if (port == 0 || address.getPort() != -1) {
      return address;
    }
    if (port > 65535) {
      throw Characteristic.broken("its PORTNBR is no port: " + port);
    }
    var text = address.toString();
    int end = text.indexOf(address.getRawAuthority()) + address.getRawAuthority().length();
    return URI.create(text.substring(0, end) + ":" + port + text.substring(end));
  }

  private static String encoding(Characteristic application) throws RefusedException {
    var encoding = application.text("DEFAULTENCODING").orElse(DmAccount.XML);
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case DmAccount.XML -> DmAccount.XML;
      case DmAccount.WBXML -> DmAccount.WBXML;
      default -> throw Characteristic.broken("its DEFAULTENCODING is unknown: '" + encoding + "'");
    };
  }

  private static Optional<String> protocolVersion(Characteristic application)
      throws RefusedException {
    var version = application.text("PROTOVER");
    if (version.filter(it -> !Set.of("1.1", "1.2").contains(it)).isPresent()) {
      throw Characteristic.broken("its PROTOVER is unknown: '" + version.get() + "'");
    }
    return version;
  }

  private static Retry retry(Characteristic application) throws RefusedException {
    var fallback = Retry.DEFAULT;
    return new Retry(
        application.number("CONNRETRYFREQ", fallback.attempts()),
        millis(application, "INITIALBACKOFFTIME", fallback.initial()),
        millis(application, "MAXBACKOFFTIME", fallback.most()));
  }

  private static Duration millis(Characteristic application, String name, Duration fallback)
      throws RefusedException {
    return application.has(name)
        ? Duration.ofMillis(application.number(name, (int) fallback.toMillis()))
        : fallback;
  }

  private static Optional<Auth> auth(
      Characteristic application,
      String level,
      String secretName,
      String nonceName,
      Map<String, String> secrets)
      throws RefusedException {
    var all =
        application.at("APPAUTH").stream()
            .filter(it -> it.text("AAUTHLEVEL").filter(level::equals).isPresent())
            .toList();
    requireLevels(application);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (all.size() > 1) {
      throw Characteristic.broken("it has more than one APPAUTH of level " + level);
    }
    var auth = all.getFirst();
    var scheme = scheme(auth, level);
    var secret = auth.text("AAUTHSECRET");
    if (secret.isEmpty()) {
      throw Characteristic.broken("its APPAUTH of level " + level + " has no AAUTHSECRET");
    }
    secrets.put(secretName, secret.get());
    auth.text("AAUTHDATA").ifPresent(nonce -> secrets.put(nonceName, nonce));
    return Optional.of(new Auth(scheme, auth.text("AAUTHNAME").orElse(""), secretName, nonceName));
  }

  private static void requireLevels(Characteristic application) throws RefusedException {
    for (var auth : application.at("APPAUTH")) {
      var level = auth.text("AAUTHLEVEL").orElse("");
      if (!level.equals("CLIENT") && !level.equals("APPSRV")) {
        throw Characteristic.broken("an APPAUTH has the unknown AAUTHLEVEL '" + level + "'");
      }
    }
  }

  private static Auth.Scheme scheme(Characteristic auth, String level) throws RefusedException {
    var type = auth.text("AAUTHTYPE").orElse("DIGEST");
    var scheme =
        switch (type) {
          case "DIGEST" -> Auth.Scheme.DIGEST;
          case "BASIC" -> Auth.Scheme.BASIC;
          default ->
              throw Characteristic.broken("an APPAUTH has the unknown AAUTHTYPE '" + type + "'");
        };
    if (level.equals("CLIENT") && scheme != Auth.Scheme.DIGEST) {
      throw Characteristic.broken("its APPAUTH of level CLIENT is " + type + " and not DIGEST");
    }
    return scheme;
  }

  private static Map<String, String> further(Characteristic application) {
    var further = new TreeMap<String, String>();
    for (var parm : application.parms()) {
      if (!KNOWN.contains(parm.name())) {
        further.putIfAbsent(parm.name(), parm.value().orElse(""));
      }
    }
    return further;
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Application[" + providerId.orElse("") + " at " + address + "]";
  }
}
