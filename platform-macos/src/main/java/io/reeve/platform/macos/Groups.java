package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The groups of this Mac's own directory node. dseditgroup(8) keeps names and identifiers of
/// members in step; whether somebody belongs to a group, also by another group, is what the
/// system's own membership daemon says.
record Groups(Tools tools) {
  /// What dscl says of a record that is not there (eDSRecordNotFound).
  private static final int NOT_FOUND = 56;

  /// The direct members; empty when there is no such group.
  Optional<Set<String>> members(String group) throws IOException {
    var record = record("/Groups/" + group, "GroupMembership");
    if (record.isEmpty()) {
      return Optional.empty();
    }
    var names = new LinkedHashSet<String>();
    record.get().path("dsAttrTypeStandard:GroupMembership").forEach(n -> names.add(n.asText()));
    return Optional.of(names);
  }

  /// Whether there is such an account.
  boolean hasUser(String name) throws IOException {
    return record("/Users/" + name, "UniqueID").isPresent();
  }

  /// A record's attributes; empty when there is no such record.
  Optional<JsonNode> record(String path, String... attributes) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/dscl", "-plist", ".", "-read", path));
    command.addAll(List.of(attributes));
    var ran = tools.run(command.toArray(String[]::new));
    if (ran.exit() == NOT_FOUND) {
      return Optional.empty();
    }
    if (!ran.ok()) {
      throw new OsException("dscl -read " + path, ran.exit(), ran.err().strip());
    }
    // An attribute that a record lacks is told in words and not as a property list.
    return Optional.of(
        ran.out().startsWith("<?xml")
            ? PropertyList.parse(ran.out())
            : PropertyList.JSON.createObjectNode());
  }

  /// Whether that account belongs to the group, directly or by another group.
  boolean belongs(String user, String group) throws IOException {
    var said = tools.text("/usr/bin/dsmemberutil", "checkmembership", "-U", user, "-G", group);
    return said.contains("user is a member of the group");
  }

  void add(String user, String group) throws IOException {
    edit("-a", user, group);
  }

  void remove(String user, String group) throws IOException {
    edit("-d", user, group);
  }

  private void edit(String how, String user, String group) throws IOException {
    tools.text("/usr/sbin/dseditgroup", "-o", "edit", how, user, "-t", "user", group);
  }
}
