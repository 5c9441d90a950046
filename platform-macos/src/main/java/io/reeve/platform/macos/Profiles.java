package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Notary;
import io.reeve.core.spi.PendingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Configuration profiles that we write for somebody with administrator rights to approve, for
/// macOS lets no program install one. Each holds one payload, and is signed by the device where
/// that has an identity: one that was altered since is refused by the Mac. It is shown to whoever
/// is at the Mac when it is new; what counts is what is in force afterwards.
final class Profiles {
  private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
  static final String FOLDER = "/Library/Application Support/Reeve/Profiles/";
  private static final String PREFIX = "io.reeve.profile.";
  private final Tools tools;
  private final Notary notary;

  Profiles(Tools tools, Notary notary) {
    this.tools = tools;
    this.notary = notary;
  }

  private SystemFile profile(String name) {
    return new SystemFile(tools.host(), FOLDER + name + ".mobileconfig");
  }

  /// What we made it of, unsigned, to be read again.
  private SystemFile source(String name) {
    return new SystemFile(tools.host(), FOLDER + "." + name + ".plist");
  }

  Path file(String name) {
    return source(name).path();
  }

  /// The settings in the payload of that name; empty when there is none.
  ObjectNode settings(String name) throws IOException {
    var bytes = source(name).bytes();
    return bytes.isPresent() && PropertyList.parse(bytes.get()) instanceof ObjectNode settings
        ? settings
        : PropertyList.JSON.createObjectNode();
  }

  /// Makes the profile anew with these settings in its payload, and shows it; without any, it goes,
  /// also where it was approved.
  void make(String name, String payload, ObjectNode settings) throws IOException {
    if (settings.equals(settings(name)) && !settings.isEmpty() && isMade(name)) {
      return;
    }
    if (settings.isEmpty()) {
      // What it was made of stays as long as the profile does, so that it is tried again.
      if (source(name).bytes().isPresent()) {
        withdraw(name);
      }
      profile(name).remove();
      source(name).remove();
      return;
    }
    var plain =
        PropertyList.text(profile(name, payload, settings)).getBytes(StandardCharsets.UTF_8);
    profile(name).put(notary.signed(plain).orElse(plain), SystemFile.PUBLIC);
    var kept = PropertyList.text(settings).getBytes(StandardCharsets.UTF_8);
    source(name).put(kept, SystemFile.PUBLIC);
    show(name);
  }

  private boolean isMade(String name) throws IOException {
    return profile(name).bytes().isPresent();
  }

  /// The same settings give the same profile; others another identity under the same name, so that
  /// approving it replaces the earlier one.
  static ObjectNode profile(String name, String payload, ObjectNode settings) {
    var part = PropertyList.JSON.createObjectNode();
    part.put("PayloadType", payload).put("PayloadVersion", 1);
    part.put("PayloadIdentifier", PREFIX + name + ".settings");
    part.put("PayloadUUID", identity(name + ".settings " + settings));
    part.put("PayloadDisplayName", payload);
    settings.properties().forEach(each -> part.set(each.getKey(), each.getValue()));
    var profile = PropertyList.JSON.createObjectNode();
    profile.put("PayloadType", "Configuration").put("PayloadVersion", 1);
    profile.put("PayloadIdentifier", PREFIX + name);
    profile.put("PayloadUUID", identity(name + " " + settings));
    profile.put("PayloadScope", "System");
    profile.put("PayloadDisplayName", title(name));
    profile.put(
        "PayloadDescription",
        "Settings of the organisation that manages this Mac. Reeve cannot make them by itself.");
    ArrayNode parts = profile.putArray("PayloadContent");
    parts.add(part);
    return profile;
  }

  /// What people see it called.
  static String title(String name) {
    return "Reeve: " + name;
  }

  private static String identity(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// Opens it for whoever is at the Mac. That nobody is, or that it cannot be opened, is no failure
  /// of the setting: the file stays, and the setting says what it waits for.
  private void show(String name) {
    try {
      var user = Console.user(tools);
      if (user.isPresent()) {
        var command = new ArrayList<>(user.get().prefix());
        command.add("/usr/bin/open");
        command.add(profile(name).path().toString());
        tools.text(command.toArray(String[]::new));
      }
    } catch (IOException e) {
      LOG.warn("the profile '{}' cannot be shown: {}", title(name), e.getMessage());
    }
  }

  /// @throws PendingException when only somebody at the Mac can take it away
  private void withdraw(String name) throws IOException {
    if (!isThere(name)) {
      return;
    }
    var ran = tools.run("/usr/bin/profiles", "remove", "-identifier", PREFIX + name);
    if (isThere(name)) {
      LOG.warn("profiles remove: {}", (ran.out() + ran.err()).strip());
      throw new PendingException(
          ("waiting for somebody with administrator rights to remove the profile '%s' in System"
                  + " Settings, General, Device Management")
              .formatted(title(name)));
    }
  }

  /// Whether the Mac has it, whoever approved it.
  private boolean isThere(String name) throws IOException {
    var shown =
        tools.text("/usr/bin/profiles", "show", "-type", "configuration", "-output", "stdout-xml");
    // Without any profile it says so in words.
    var start = shown.indexOf("<?xml");
    return start >= 0
        && identifiers(PropertyList.parse(shown.substring(start))).contains(PREFIX + name);
  }

  /// Reads what `profiles show -output stdout-xml` writes: for the Mac, and for each user, a list.
  static List<String> identifiers(JsonNode shown) {
    var found = new ArrayList<String>();
    for (var list : shown) {
      list.forEach(profile -> found.add(profile.path("ProfileIdentifier").asText()));
    }
    return found;
  }

  /// What a setting waits for.
  String waiting(String name) throws IOException {
    return ("waiting for somebody with administrator rights to approve the profile '%s' (%s, %s) in"
            + " System Settings, General, Device Management")
        .formatted(
            title(name),
            FOLDER + name + ".mobileconfig",
            isSigned(name) ? "signed by this device" : "not signed: this device is not enrolled");
  }

  /// A profile that is not signed is text.
  private boolean isSigned(String name) throws IOException {
    return profile(name).bytes().filter(bytes -> bytes.length > 0 && bytes[0] != '<').isPresent();
  }
}
