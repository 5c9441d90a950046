package io.reeve.platform.macos;

import io.reeve.core.files.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The certificates of the system's keychain, through security(1).
record Keychain(Tools tools) {
  private static final String SECURITY = "/usr/bin/security";
  private static final String SYSTEM = "/Library/Keychains/System.keychain";
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?s)SHA-1 hash: ([0-9A-F]{40})\\R.*?-----BEGIN CERTIFICATE-----(.+?)-----END"
              + " CERTIFICATE-----");

  /// The certificates by SHA-1 in small letters, in base64.
  Map<String, String> certificates() throws IOException {
    return parse(tools.text(SECURITY, "find-certificate", "-a", "-Z", "-p", SYSTEM));
  }

  /// Reads what `security find-certificate -a -Z -p` writes.
  static Map<String, String> parse(String text) {
    var found = new HashMap<String, String>();
    ENTRY
        .matcher(text)
        .results()
        .forEach(entry ->
            found.put(
                entry.group(1).toLowerCase(Locale.ROOT), entry.group(2).replaceAll("\\s", "")));
    return found;
  }

  /// Whether this Mac trusts that authority, whatever says so.
  boolean trusts(String base64) throws IOException {
    var file = written(base64);
    try {
      return tools
          .run(SECURITY, "verify-cert", "-c", file.toString(), "-l", "-L", "-p", "ssl")
          .ok();
    } finally {
      Files.delete(file);
    }
  }

  void add(String base64) throws IOException {
    var file = written(base64);
    try {
      tools.text(SECURITY, "add-certificates", "-k", SYSTEM, file.toString());
    } finally {
      Files.delete(file);
    }
  }

  void remove(String sha1) throws IOException {
    tools.text(SECURITY, "delete-certificate", "-Z", sha1.toUpperCase(Locale.ROOT), SYSTEM);
  }

  private static Path written(String base64) throws IOException {
    var file = Files.createTempFile("reeve-certificate", ".pem");
    Files.write(file, Certificates.pem(Base64.getDecoder().decode(base64)));
    return file;
  }

  Path path() {
    return tools.host().path(SYSTEM);
  }
}
