package io.reeve.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.Commands.Result;
import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A place of this mechanism has one value, so the contract, which needs two, is not for it.
final class LocalGroupsMechanismTest {
  private final TreeSet<String> admins = new TreeSet<>(List.of("alice", "root"));
  private final List<String> users = List.of("alice", "bob", "root");
  private final FakeMac mac =
      new FakeMac()
          .with("/usr/bin/dscl", this::dscl)
          .with("/usr/bin/dsmemberutil", this::member)
          .with("/usr/sbin/dseditgroup", this::edit);
  @TempDir Path root;

  private Result dscl(List<String> arguments) {
    var name = arguments.get(3).substring(arguments.get(3).lastIndexOf('/') + 1);
    if (arguments.get(3).startsWith("/Users/")) {
      return users.contains(name) ? record("UniqueID", List.of("501")) : FakeMac.failed(56, "");
    }
    return name.equals("admin")
        ? record("GroupMembership", List.copyOf(admins))
        : FakeMac.failed(56, "<dscl_cmd> DS Error: -14136 (eDSRecordNotFound)");
  }

  private static Result record(String attribute, List<String> values) {
    if (values.isEmpty()) {
      return FakeMac.said("No such key: " + attribute + "\n");
    }
    var json = PropertyList.JSON.createObjectNode();
    values.forEach(json.putArray("dsAttrTypeStandard:" + attribute)::add);
    return FakeMac.said(PropertyList.text(json));
  }

  private Result member(List<String> arguments) {
    boolean is = admins.contains(arguments.get(2));
    return FakeMac.said("user is " + (is ? "a member" : "not a member") + " of the group\n");
  }

  private Result edit(List<String> arguments) {
    assertThat(arguments.getLast()).isEqualTo("admin");
    if (arguments.get(2).equals("-a")) {
      admins.add(arguments.get(3));
    } else {
      admins.remove(arguments.get(3));
    }
    return FakeMac.said("");
  }

  private Mechanism.Point point(String change) throws IOException {
    return new LocalGroupsMechanism(mac.at(root), (_, _) -> () -> {}).bind(address(change));
  }

  private static Address address(String change) {
    return new Address("local-groups", Map.of("configuration", configuration(change)));
  }

  private static String configuration(String change) {
    return "<GroupConfiguration><accessgroup desc=\"S-1-5-32-544\">"
        + change
        + "</accessgroup></GroupConfiguration>";
  }

  private static final String BOB_FOR_ALICE =
      "<group action=\"U\"/><add member=\"bob\"/><remove member=\"alice\"/>";

  @Test
  void membersComeAndGoAndComeBackButWhoCameSinceStays() throws IOException {
    var place = point(BOB_FOR_ALICE);
    assertThat(place.read()).isEqualTo(Value.absent());
    var before = place.capture();
    place.write(Value.of(configuration(BOB_FOR_ALICE)));
    assertThat(place.read()).isEqualTo(Value.of(configuration(BOB_FOR_ALICE)));
    assertThat(admins).containsExactly("bob", "root");
    admins.add("carol");
    place.restore(before);
    assertThat(admins).containsExactly("alice", "carol", "root");
  }

  @Test
  void aMacIsNotLeftWithoutAnAdministratorWhoCanLogIn() {
    var change = "<group action=\"R\"/><add member=\"root\"/>";
    assertThatThrownBy(() -> point(change).write(Value.of(configuration(change))))
        .hasMessageContaining("no administrator who can log in");
    assertThat(admins).containsExactly("alice", "root");
  }

  @Test
  void anAccountThatIsNotThereIsRefusedBeforeAnythingChanges() {
    var change = "<group action=\"U\"/><add member=\"mallory\"/><remove member=\"alice\"/>";
    assertThatThrownBy(() -> point(change).write(Value.of(configuration(change))))
        .hasMessageContaining("no account 'mallory'");
    assertThat(admins).containsExactly("alice", "root");
  }

  @Test
  void oneGroupUnderTwoNamesIsRefused() {
    var both =
        "<group action=\"U\"/><add member=\"bob\"/></accessgroup><accessgroup desc=\"admin\">"
            + "<group action=\"U\"/><remove member=\"bob\"/>";
    assertThatThrownBy(() -> point(both))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the group 'admin' twice");
  }

  @Test
  void aNameThatIsAPathOrAnOptionIsRefused() {
    for (var name : List.of("../x", "-a", "a/b")) {
      assertThatThrownBy(() -> point("<group action=\"U\"/><add member=\"" + name + "\"/>"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }
}
