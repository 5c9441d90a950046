package io.reeve.core.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What somebody puts their name to who signs a script: under which name it runs, each of its texts
/// in its place, by which interpreter, as whom, for how long, and which version of it that is.
/// Nothing of it can be exchanged afterwards; when it runs is the service's business.
///
/// @param id the name of the remediation, `script:{name}` for a script that runs once
/// @param parts the values of its nodes by name; a node that is not set is missing
public record SignedScript(String id, Map<String, String> parts) {
  /// The texts there may be.
  public static final List<String> TEXTS = List.of("Detect", "Remediate", "Undo");

  /// The name of a script that runs once begins so.
  public static final String ONCE = "script:";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final Map<String, Pattern> FORMS =
      Map.of(
          "Interpreter", Pattern.compile("/[A-Za-z0-9._/+-]{1,200}"),
          "RunAs", Pattern.compile("system|user"),
          "TimeoutSeconds", Pattern.compile("[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600"),
          "Version", Pattern.compile("0|[1-9][0-9]{0,8}"));

  private static final String FIRST = "reeve-script-1";
  private static final int MOST_SIGNATURES = 4;

  public SignedScript {
    parts = Map.copyOf(parts);
  }

  /// Whether a script may have that name.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Whether that may be said of a script, its texts aside.
  ///
  /// @param part the name of a node
  public static boolean mayBe(String part, String value) {
    var form = FORMS.get(part);
    return form != null && form.matcher(value).matches();
  }

  private String part(String name, String otherwise) {
    var part = parts.getOrDefault(name, "");
    return part.isBlank() ? otherwise : part;
  }

  /// What is signed: lines in UTF-8, each with a line end. A digest stands for each text.
  public String text() {
    var lines = new ArrayList<>(List.of(FIRST, "Id " + id));
    for (var name : TEXTS) {
      var text = part(name, "");
      lines.add(name + " " + (text.isEmpty() ? "-" : sha256(text)));
    }
    lines.add("Interpreter " + part("Interpreter", "-"));
    lines.add("RunAs " + part("RunAs", "system"));
    lines.add("TimeoutSeconds " + part("TimeoutSeconds", "-"));
    lines.add("Version " + part("Version", "0"));
    return String.join("\n", lines) + "\n";
  }

  /// A signature in base64.
  ///
  /// @param key an Ed25519 key
  /// @throws GeneralSecurityException when it is another key
  public String sign(PrivateKey key) throws GeneralSecurityException {
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(text().getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  /// Whether the owner of one of these keys has signed it.
  ///
  /// @param signatures in base64, commas between
  public boolean isBy(List<PublicKey> keys, String signatures) {
    for (var one : signatures.split(",", MOST_SIGNATURES)) {
      try {
        var signature = Base64.getMimeDecoder().decode(one.strip());
        if (keys.stream().anyMatch(key -> verifies(key, signature))) {
          return true;
        }
      } catch (IllegalArgumentException _) {
        // what is not base64 is nobody's signature
      }
    }
    return false;
  }

  private boolean verifies(PublicKey key, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text().getBytes(UTF_8));
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// In small hexadecimal digits.
  public static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
