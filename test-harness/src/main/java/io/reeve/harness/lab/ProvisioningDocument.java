package io.reeve.harness.lab;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Writes the `wap-provisioningdoc` that a device gets at the end of enrolment or renewal.
final class ProvisioningDocument {
  private static final String ENDLESS = "0";

  private final LabConfig config;
  private final X509Certificate root;
  private final String address;
  private final String hints;
  private final List<String> scriptKeys;

  /// @param address the management URL
  /// @param hints where devices may ask for news
  /// @param scriptKeys whose scripts devices run
  ProvisioningDocument(
      LabConfig config,
      X509Certificate root,
      String address,
      String hints,
      List<String> scriptKeys) {
    this.config = config;
    this.root = root;
    this.address = address;
    this.hints = hints;
    this.scriptKeys = List.copyOf(scriptKeys);
  }

  /// The secrets of `syncml:auth-md5` as they are handed out, once.
  ///
  /// @param deviceName AAUTHNAME of the device
  record Handout(
      String deviceName,
      String clientSecret,
      String clientNonce,
      String serverSecret,
      String serverNonce) {
    @Override
    public String toString() {
      return "Handout[]";
    }
  }

  /// For a first enrolment.
  ///
  /// @param handout empty when TLS is all the authentication there is
  String enrolment(
      String device, String type, X509Certificate certificate, Optional<Handout> handout) {
    var out = open();
    out.begin("CertificateStore").begin("Root").begin("System");
    certificate(out, root);
    out.end().end().end();
    store(out, type, certificate);
    application(out, device, type, handout);
    dmClient(out, device);
    return out.close();
  }

  /// For a renewal: the new certificate, and which account it is for.
  String renewal(String type, X509Certificate certificate) {
    var out = open();
    store(out, type, certificate);
    out.begin("APPLICATION").parm("PROVIDER-ID", config.provider()).end();
    return out.close();
  }

  private static Wap open() {
    return new Wap();
  }

  private static void certificate(Wap out, X509Certificate certificate) {
    out.begin(Pem.sha1(certificate))
        .parm("EncodedCertificate", Base64.getEncoder().encodeToString(Pem.der(certificate)))
        .end();
  }

  private void store(Wap out, String type, X509Certificate certificate) {
    out.begin("CertificateStore").begin("My").begin(storeName(type));
    certificate(out, certificate);
    out.begin("PrivateKeyContainer").end().end();
    out.begin("WSTEP")
        .begin("Renew")
        .parm("ROBOSupport", "true", "boolean")
        .parm("RenewPeriod", Integer.toString(config.renewPeriod()), "integer")
        .parm("RetryInterval", Integer.toString(Math.min(4, config.renewPeriod())), "integer");
    out.end().end().end().end();
  }

  private static String storeName(String type) {
    return type.equals("Device") ? "System" : "User";
  }

  private void application(Wap out, String device, String type, Optional<Handout> handout) {
    var subject = URLEncoder.encode("CN=" + device, StandardCharsets.UTF_8).replace("+", "%20");
    out.begin("APPLICATION")
        .parm("APPID", "w7")
        .parm("PROVIDER-ID", config.provider())
        .parm("NAME", "Reeve lab")
        .parm("ADDR", address)
        .parm("CONNRETRYFREQ", "3")
        .parm("INITIALBACKOFFTIME", "16000")
        .parm("MAXBACKOFFTIME", "120000")
        .flag("BACKCOMPATRETRYDISABLED")
        .parm("DEFAULTENCODING", "application/vnd.syncml.dm+xml")
        .parm(
            "SSLCLIENTCERTSEARCHCRITERIA",
            "Subject=" + subject + "&Stores=My%5C" + storeName(type));
    handout.ifPresent(secrets -> appAuth(out, secrets));
    out.end();
  }

  private void appAuth(Wap out, Handout secrets) {
    out.begin("APPAUTH")
        .parm("AAUTHLEVEL", "CLIENT")
        .parm("AAUTHTYPE", "DIGEST")
        .parm("AAUTHNAME", config.provider())
        .parm("AAUTHSECRET", secrets.serverSecret)
        .parm("AAUTHDATA", secrets.serverNonce)
        .end();
    out.begin("APPAUTH")
        .parm("AAUTHLEVEL", "APPSRV")
        .parm("AAUTHTYPE", "DIGEST")
        .parm("AAUTHNAME", secrets.deviceName)
        .parm("AAUTHSECRET", secrets.clientSecret)
        .parm("AAUTHDATA", secrets.clientNonce)
        .end();
  }

  private void dmClient(Wap out, String device) {
    out.begin("DMClient").begin("Provider").begin(config.provider());
    out.parm("EntDMID", device, "string");
    if (!config.approverKeys().isEmpty()) {
      out.parm("ApproverKey", String.join(",", config.approverKeys()), "string");
    }
    out.parm("ScriptKey", String.join(",", scriptKeys), "string");
    if (config.hints()) {
      out.parm("HintAddress", hints, "string");
    }
    out.begin("Poll");
    if (config.poll() < 60) {
      poll(out, "First", config.poll(), "10");
      poll(out, "Remaining", config.poll(), ENDLESS);
    } else {
      poll(out, "First", 15, "5");
      poll(out, "Second", 60, "10");
      poll(out, "Remaining", config.poll(), ENDLESS);
    }
    out.parm("PollOnLogin", "false", "boolean");
    out.end().end().end().end();
  }

  private static void poll(Wap out, String set, int minutes, String count) {
    var interval =
        set.equals("Remaining")
            ? "IntervalForRemainingScheduledRetries"
            : "IntervalFor" + set + "SetOfRetries";
    var number =
        set.equals("Remaining")
            ? "NumberOfRemainingScheduledRetries"
            : "NumberOf" + set + "Retries";
    out.parm(interval, Integer.toString(minutes), "integer").parm(number, count, "integer");
  }

  /// The document as it grows.
  private static final class Wap {
    private final StringBuilder out =
        new StringBuilder("<?xml version=\"1.0\"?><wap-provisioningdoc version=\"1.1\">");

    Wap begin(String type) {
      out.append("<characteristic type=\"").append(Markup.text(type)).append("\">");
      return this;
    }

    Wap end() {
      out.append("</characteristic>");
      return this;
    }

    Wap parm(String name, String value) {
      out.append("<parm name=\"").append(name);
      out.append("\" value=\"").append(Markup.text(value)).append("\"/>");
      return this;
    }

    Wap parm(String name, String value, String datatype) {
      parm(name, value);
      out.setLength(out.length() - 2);
      out.append(" datatype=\"").append(datatype).append("\"/>");
      return this;
    }

    Wap flag(String name) {
      out.append("<parm name=\"").append(name).append("\"/>");
      return this;
    }

    String close() {
      return out.append("</wap-provisioningdoc>").toString();
    }
  }
}
