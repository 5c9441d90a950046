package io.reeve.harness.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.approval.Keys;
import io.reeve.core.approval.SignedScript;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Signs the scripts that the lab sends, so that whoever tries it need not: with a key that lies in
/// the lab's folder and whose public half devices get when they enrol. A service for a fleet must
/// not have such a key; a lab that was given the keys of others signs nothing.
final class ScriptSigner {
  private static final Pattern SCRIPT =
      Pattern.compile("(?i)\\./Device/Vendor/Reeve/Scripts/([^/]+)");
  private static final Pattern PART =
      Pattern.compile("(?i)(\\./Device/Vendor/Reeve/Remediations/([^/]+))/([^/]+)");
  private static final String SIGNATURE = "Signature";

  private final Optional<PrivateKey> key;
  private final List<String> publicKeys;

  private ScriptSigner(Optional<PrivateKey> key, List<String> publicKeys) {
    this.key = key;
    this.publicKeys = publicKeys;
  }

  static ScriptSigner open(LabConfig config) throws IOException {
    return config.scriptKeys().isEmpty()
        ? ofLab(config.state().resolve("scripts.pem"))
        : new ScriptSigner(Optional.empty(), config.scriptKeys());
  }

  /// The file has the private key, an empty line and the public one.
  private static ScriptSigner ofLab(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var base64 = Base64.getEncoder();
        StateFiles.writeSecret(
            file,
            base64.encodeToString(pair.getPrivate().getEncoded())
                + "\n\n"
                + base64.encodeToString(pair.getPublic().getEncoded())
                + "\n");
      }
      var halves = Files.readString(file).strip().split("\n\n", 2);
      return new ScriptSigner(Optional.of(Keys.privateKey(halves[0])), List.of(halves[1].strip()));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no key of a lab: " + e.getMessage(), e);
    }
  }

  /// What devices are given when they enrol.
  List<String> publicKeys() {
    return publicKeys;
  }

  /// The same command, with a signature where a script wants one and has none.
  Item signed(Verb verb, Item item) {
    var uri = SCRIPT.matcher(item.uri());
    return verb == Verb.EXEC && uri.matches()
        ? unsigned(item.value())
            .flatMap(json ->
                signature(SignedScript.ONCE + uri.group(1), parts(json))
                    .map(by -> json.put(SIGNATURE, by)))
            .map(json -> new Item(item.uri(), item.format(), item.type(), json.toString()))
            .orElse(item)
        : item;
  }

  /// A script that nobody has signed. What is none is the device's to refuse.
  private static Optional<ObjectNode> unsigned(String value) {
    try {
      return Json.parse(value) instanceof ObjectNode json
              && json.path("Script").isTextual()
              && !json.has(SIGNATURE)
          ? Optional.of(json)
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> parts(ObjectNode json) {
    var parts = new LinkedHashMap<String, String>();
    json.properties().forEach(part -> parts.put(part.getKey(), part.getValue().asText()));
    parts.put("Detect", String.valueOf(parts.remove("Script")));
    return parts;
  }

  /// The same profile, with a signature for each remediation in it that has none.
  Profile signed(Profile profile) {
    var remediations = new LinkedHashMap<String, Map<String, String>>();
    for (var item : profile.items()) {
      var uri = PART.matcher(item.uri());
      if (uri.matches()) {
        remediations
            .computeIfAbsent(uri.group(1), _ -> new LinkedHashMap<>())
            .put(uri.group(3), item.value());
      }
    }
    var items = new ArrayList<>(profile.items());
    remediations.forEach((uri, parts) -> {
      if (parts.containsKey("Detect") && !parts.containsKey(SIGNATURE)) {
        signature(uri.substring(uri.lastIndexOf('/') + 1), parts)
            .ifPresent(by -> items.add(Item.of(uri + "/" + SIGNATURE, "chr", by)));
      }
    });
    return new Profile(profile.id(), profile.atomic(), items);
  }

  private Optional<String> signature(String id, Map<String, String> parts) {
    return key.map(own -> {
      try {
        return new SignedScript(id, parts).sign(own);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the lab's own key does not sign", e);
      }
    });
  }
}
