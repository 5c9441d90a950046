package io.reeve.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Who is to belong to which groups of the machine: the value of
/// `./Device/Vendor/MSFT/Policy/Config/LocalUsersAndGroups/Configure` (Policy CSP,
/// LocalUsersAndGroups).
///
/// ```xml
/// <GroupConfiguration>
///   <accessgroup desc="S-1-5-32-544">
///     <group action="U"/><add member="alice"/><remove member="bob"/>
///   </accessgroup>
/// </GroupConfiguration>
/// ```
///
/// @param changes one for each group, in the document's order
public record GroupConfiguration(List<Change> changes) {
  private static final int MOST = 256;

  public GroupConfiguration {
    changes = List.copyOf(changes);
  }

  /// What is asked of one group.
  ///
  /// @param group its security identifier, or its name
  /// @param replace whether those in `add` are to be all its members; else the others stay
  /// @param add who is to be a member
  /// @param remove who is not to be one; empty when `replace`
  public record Change(
      String group, boolean replace, SequencedSet<String> add, SequencedSet<String> remove) {

    /// The members that a group of the members `now` is to have.
    public SequencedSet<String> members(Collection<String> now) {
      var members = new LinkedHashSet<>(replace ? List.<String>of() : now);
      members.removeAll(remove);
      members.addAll(add);
      return members;
    }

    /// The members of a group from which this change is taken back: those it brought in go and
    /// those it put out come back; who else came or went since stays so. Where it replaced the
    /// members, they are again what they were.
    ///
    /// @param was the members before the change
    /// @param now the members at present
    /// @return in the order of `was` where they are the same
    public SequencedSet<String> takenBack(Collection<String> was, Collection<String> now) {
      var before = new LinkedHashSet<>(was);
      if (replace) {
        return before;
      }
      var members = new LinkedHashSet<>(now);
      add.stream().filter(name -> !before.contains(name)).forEach(members::remove);
      remove.stream().filter(before::contains).forEach(members::add);
      return members.equals(before) ? before : members;
    }
  }

  /// Reads the document.
  ///
  /// @throws IllegalArgumentException when it is not one; the message ends a sentence that begins
  ///   with the value
  public static GroupConfiguration parse(String xml) {
    if (!Xml.isDocument(xml)) {
      throw new IllegalArgumentException("is not well-formed XML, or has a DTD");
    }
    try {
      return new GroupConfiguration(new Reader(Xml.reader(xml)).read());
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("holds text or other things between its elements", e);
    }
  }

  /// Reads one document.
  private static final class Reader {
    private final XMLStreamReader xml;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private int members;

    Reader(XMLStreamReader xml) {
      this.xml = xml;
    }

    List<Change> read() throws XMLStreamException {
      xml.nextTag();
      named("GroupConfiguration");
      while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
        named("accessgroup");
        group();
      }
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("names no group");
      }
      return List.copyOf(changes.values());
    }

    /// Where a group appears twice, replacing its members wins, else the later.
    private void group() throws XMLStreamException {
      var name = attribute("desc");
      var action = Optional.<Boolean>empty();
      var add = new LinkedHashSet<String>();
      var remove = new LinkedHashSet<String>();
      while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
        switch (xml.getLocalName().toLowerCase(Locale.ROOT)) {
          case "group" -> action = Optional.of(replaces(attribute("action")));
          case "add" -> add.add(member());
          case "remove" -> remove.add(member());
          default ->
              throw new IllegalArgumentException("has the unknown element " + xml.getLocalName());
        }
        xml.nextTag();
      }
      boolean replace =
          action.orElseThrow(
              () -> new IllegalArgumentException("has no <group action=\"U|R\"/> for " + name));
      contradictions(name, replace, add, remove);
      var change = new Change(name, replace, add, remove);
      changes.merge(name, change, (old, now) -> old.replace() && !now.replace() ? old : now);
    }

    private static boolean replaces(String action) {
      return switch (action.toUpperCase(Locale.ROOT)) {
        case "U" -> false;
        case "R" -> true;
        default ->
            throw new IllegalArgumentException("has the action '" + action + "', not U or R");
      };
    }

    private static void contradictions(
        String name, boolean replace, Set<String> add, Set<String> remove) {
      if (replace && !remove.isEmpty()) {
        throw new IllegalArgumentException(
            "replaces the members of " + name + " and removes some too");
      }
      add.stream()
          .filter(remove::contains)
          .findFirst()
          .ifPresent(both -> {
            throw new IllegalArgumentException("both adds and removes " + both + " in " + name);
          });
    }

    private String member() {
      if (++members > MOST) {
        throw new IllegalArgumentException("names over " + MOST + " members");
      }
      return attribute("member");
    }

    private void named(String name) {
      if (!xml.getLocalName().equalsIgnoreCase(name)) {
        throw new IllegalArgumentException(
            "has " + xml.getLocalName() + " where " + name + " belongs");
      }
    }

    private String attribute(String name) {
      return Xml.attribute(xml, name)
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .filter(text -> text.chars().noneMatch(Character::isISOControl))
          .orElseThrow(
              () -> new IllegalArgumentException("has no " + name + " in " + xml.getLocalName()));
    }
  }
}
