package io.reeve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupConfigurationTest {

  @Test
  void eachGroupIsReadWithItsMembers() {
    var read =
        GroupConfiguration.parse(
            """
            <groupconfiguration>
              <accessgroup desc="S-1-5-32-544">
                <group action="u"/><add member="alice"/><remove member="CORP\\bob"/>
              </accessgroup>
              <accessgroup desc="docker"><group action="R"/></accessgroup>
            </groupconfiguration>
            """);

    assertThat(read.changes()).hasSize(2);
    assertThat(read.changes().getFirst().add()).containsExactly("alice");
    assertThat(read.changes().getFirst().remove()).containsExactly("CORP\\bob");
    assertThat(read.changes().getLast().replace()).isTrue();
    assertThat(read.changes().getLast().add()).isEmpty();
  }

  @Test
  void whereAGroupAppearsTwiceReplacingWins() {
    var replace = "<accessgroup desc='g'><group action='R'/><add member='a'/></accessgroup>";
    var update = "<accessgroup desc='g'><group action='U'/><add member='b'/></accessgroup>";
    for (var both : new String[] {replace + update, update + replace}) {
      var read = GroupConfiguration.parse("<GroupConfiguration>" + both + "</GroupConfiguration>");

      assertThat(read.changes()).hasSize(1);
      assertThat(read.changes().getFirst().add()).containsExactly("a");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // replace | add | remove | before | members then | meanwhile | taken back
        "false | c   | b | a,b | a,c | a,c   | a,b",
        "false | c   | b | a,b | a,c | a,c,d | a,d,b",
        "false | a   | b | a   | a   | a     | a",
        "false | c   | b | b,a | a,c | c     | b",
        "true  | c,d | x | a,b | c,d | c,e   | a,b",
      })
  void aChangeIsTakenBackForThoseItWasAbout(
      boolean replace,
      String add,
      String remove,
      String before,
      String then,
      String meanwhile,
      String back) {
    var change = new GroupConfiguration.Change("g", replace, names(add), names(remove));

    assertThat(change.members(names(before))).containsExactlyElementsOf(names(then));
    assertThat(change.takenBack(names(before), names(meanwhile)))
        .containsExactlyElementsOf(names(back));
  }

  private static SequencedSet<String> names(String list) {
    return new LinkedHashSet<>(List.of(list.split(",")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "alice ~ is not well-formed",
        "<GroupConfiguration> ~ is not well-formed",
        "<GroupConfiguration/> ~ names no group",
        "<GroupConfiguration>x</GroupConfiguration> ~ text or other things",
        "<x/> ~ has x where GroupConfiguration belongs",
        "<GroupConfiguration><y/></GroupConfiguration> ~ has y where accessgroup belongs",
        "<GroupConfiguration><accessgroup/></GroupConfiguration> ~ has no desc in accessgroup",
        "<GroupConfiguration><accessgroup desc='g'/></GroupConfiguration> ~ has no <group",
        "<GroupConfiguration><accessgroup desc='g'><group action='D'/></accessgroup>"
            + "</GroupConfiguration> ~ not U or R",
        "<GroupConfiguration><accessgroup desc='g'><group action='U'/><add/></accessgroup>"
            + "</GroupConfiguration> ~ has no member in add",
        "<GroupConfiguration><accessgroup desc='g'><group action='U'/><add member='a'/>"
            + "<remove member='a'/></accessgroup></GroupConfiguration> ~ both adds and removes a",
        "<GroupConfiguration><accessgroup desc='g'><group action='R'/><remove member='a'/>"
            + "</accessgroup></GroupConfiguration> ~ and removes some too",
        "<!DOCTYPE x><GroupConfiguration><accessgroup desc='g'><group action='R'/></accessgroup>"
            + "</GroupConfiguration> ~ DTD"
      })
  void whatIsNoneIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> GroupConfiguration.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
