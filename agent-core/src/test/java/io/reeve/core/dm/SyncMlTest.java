package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.core.tree.Code;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncMlTest {
  private static String message(String body) {
    return "<SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>"
        + "<MsgID>1</MsgID><Target><LocURI>t</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr>"
        + "<SyncBody>"
        + body
        + "</SyncBody></SyncML>";
  }

  private static Reading read(String text) {
    return SyncMl.read(text.getBytes(UTF_8));
  }

  private static Message good(String text) {
    if (read(text) instanceof Reading.Good(Message message)) {
      return message;
    }
    throw new AssertionError(read(text));
  }

  private static String data(String data) {
    var replace =
        (Command.Replace)
            good(message("<Replace><CmdID>1</CmdID><Item>" + data + "</Item></Replace>"))
                .commands()
                .getFirst();
    return replace.items().getFirst().data().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Data>&lt;a b="1"&gt;x&amp;amp;y&lt;/a&gt;</Data>      | <a b="1">x&amp;y</a>
          <Data><![CDATA[<a b="1">x&amp;y</a>]]></Data>          | <a b="1">x&amp;y</a>
          <Data><a b="1">x&amp;y</a></Data>                      | <a b="1">x&amp;y</a>
          <Data><a b='1'>x&amp;y<!-- said --></a></Data>         | <a b="1">x&amp;y</a>
          <Data>1&#xF000;2</Data>                                | 1\uF0002
          <Data><a><b/></a><c>d</c></Data>                       | <a><b/></a><c>d</c>
          """)
  void textCdataAndEmbeddedXmlGiveTheSameValue(String written, String value) {
    assertThat(data(written)).isEqualTo(value.replace("\\uF000", "\uF000"));
  }

  @Test
  void embeddedXmlKeepsItsNamespacesAndGetsThoseItUses() {
    var text =
        message(
                "<Replace><CmdID>1</CmdID><Item><Data><p:a xmlns=\"own\" q:x=\"1\"><q:b/></p:a></Data>"
                    + "</Item></Replace>")
            .replace("<SyncML>", "<SyncML xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns:unused=\"u\">");
    var replace = (Command.Replace) good(text).commands().getFirst();
    assertThat(replace.items().getFirst().data())
        .contains("<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns=\"own\" q:x=\"1\"><q:b/></p:a>");
  }

  @Test
  void dataIsNotTrimmedButNamesAre() {
    var get =
        (Command.Get)
            good(message(
                    "<Get><CmdID>\n <!-- c -->7 </CmdID><Item><Target><LocURI> ./A </LocURI></Target>"
                        + "</Item></Get>"))
                .commands()
                .getFirst();
    assertThat(get.cmdId()).isEqualTo("7");
    assertThat(get.items().getFirst().target()).contains("./A");
    assertThat(data("<Data> x </Data>")).isEqualTo(" x ");
  }

  @Test
  void prefixesAndTheOrderOfElementsDoNotMatter() {
    var text =
        "<s:SyncML xmlns:s=\"SYNCML:SYNCML1.2\"><s:SyncBody><s:Final/><s:Status><s:Data> 200 </s:Data>"
            + "<s:Cmd>Get</s:Cmd><s:CmdRef>5</s:CmdRef></s:Status></s:SyncBody><s:SyncHdr>"
            + "<s:MsgID>3</s:MsgID><s:Meta><m:MetInf xmlns:m=\"syncml:metinf\"><m:MaxMsgSize>5000"
            + "</m:MaxMsgSize></m:MetInf></s:Meta></s:SyncHdr></s:SyncML>";
    var message = good(text);
    assertThat(message.header().meta().maxMsgSize()).contains("5000");
    assertThat(message.commands())
        .containsExactly(
            Command.Status.of("", "1", "5", "Get", "200"), new Command.Unknown("", "Final"));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var item = Item.source("./A?x&y", Meta.of("xml", "text/plain"), "<a>\r\n\t\"'&]]></a> \u20ac");
    var commands =
        List.<Command>of(
            Command.Status.of("1", "1", "0", "SyncHdr", "200"),
            new Command.Alert("2", "1226", Optional.of("corr"), List.of(item)),
            new Command.Results(
                "3", "1", "4", "Get", Meta.NONE, Optional.of("t"), Optional.of("s"), List.of(item)),
            new Command.Atomic(
                "4",
                Meta.NONE,
                List.of(
                    new Command.Add(
                        "5", Meta.format("int"), List.of(Item.target("./B", "int", "1"))),
                    new Command.Sequence(
                        "6",
                        Meta.NONE,
                        List.of(
                            new Command.Exec(
                                "7", Meta.NONE, Optional.empty(), List.of(Item.target("./C"))),
                            new Command.Delete("8", Meta.NONE, List.of(Item.target("./D"))))))));
    var header =
        SyncHdr.of("1A", "2", "https://x/?a=1&b=2", "urn:uuid:1")
            .withSourceName("dev1")
            .withCred(new Cred(Meta.of("b64", "syncml:auth-md5"), "AAAA"))
            .withMeta(Meta.NONE.withLimits(1000, 2000));
    var message = new Message(header, commands, true);
    for (boolean msft : new boolean[] {false, true}) {
      assertThat(SyncMl.read(SyncMl.write(message, msft))).isEqualTo(new Reading.Good(message));
    }
  }

  @Test
  void aCharacterThatXmlCannotHoldIsReplaced() {
    var alert =
        new Command.Alert(
            "1", "1226", Optional.empty(), List.of(Item.data(Meta.NONE, "a\u0000b\uD800c")));
    var message = new Message(SyncHdr.of("1", "1", "t", "s"), List.of(alert), true);
    assertThat(new String(SyncMl.write(message, false), UTF_8)).contains("a\uFFFDb\uFFFDc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE SyncML [<!ENTITY a "b">]><SyncML/>
          <SyncML><SyncHdr>&own;</SyncHdr></SyncML>
          <SyncML><SyncHdr></SyncML>
          <SyncML/>
          <SyncML><SyncHdr/></SyncML>
          <html><body>502 Bad Gateway</body></html>
          {"error": "off"}
          <SyncML><SyncHdr/><SyncBody/></SyncML>trailing
          """)
  void whatIsNoMessageIsABadRequest(String text) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Reading.Bad.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(Code.BAD_REQUEST);
              assertThat(bad.reason()).isNotBlank();
            });
  }

  @Test
  void aDocumentTypeIsRefusedBeforeItIsExpanded() {
    var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">");
    for (int i = 1; i < 20; i++) {
      bomb.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1));
    }
    bomb.append("]>").append(message("<Get><CmdID>&a19;</CmdID></Get>"));
    assertThat(read(bomb.toString())).isInstanceOf(Reading.Bad.class);
  }

  @Test
  void nestingIsBounded() {
    var deep = "<a>".repeat(70) + "</a>".repeat(70);
    assertThat(read(message("<Add><CmdID>1</CmdID><Item><Data>" + deep + "</Data></Item></Add>")))
        .isInstanceOfSatisfying(
            Reading.Bad.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(Code.BAD_REQUEST);
              assertThat(bad.header()).isPresent();
            });
  }

  @Test
  void tooLongAMessageAndTooManyCommandsAreTooLarge() {
    assertThat(SyncMl.read(new byte[SyncMl.MAX_BYTES + 1]))
        .isInstanceOfSatisfying(
            Reading.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Code.TOO_LARGE));
    var many = "<Get><CmdID>1</CmdID></Get>".repeat(SyncMl.MAX_COMMANDS + 1);
    assertThat(read(message(many)))
        .isInstanceOfSatisfying(
            Reading.Bad.class,
            bad -> {
              assertThat(bad.code()).isEqualTo(Code.TOO_LARGE);
              assertThat(bad.header()).isPresent();
            });
    assertThat(good(message("<Get><CmdID>1</CmdID></Get>".repeat(SyncMl.MAX_COMMANDS))).commands())
        .hasSize(SyncMl.MAX_COMMANDS);
  }

  @Test
  void noDamageToAMessageMakesTheReaderThrow() {
    var random = new Random(42);
    var text =
        message(
            "<Add><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target>"
                + "<Meta><Format xmlns=\"syncml:metinf\">chr</Format></Meta><Data><a x=\"1\">y</a></Data></Item></Add>"
                + "<Final/>");
    for (int i = 0; i < 3000; i++) {
      var bytes = text.getBytes(UTF_8);
      for (int j = 0; j <= random.nextInt(4); j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> SyncMl.read(bytes)).doesNotThrowAnyException();
    }
  }

  /// Would take hours if what is declared were copied for every embedded element.
  @Test
  void manyPrefixesAndManyEmbeddedElementsAreReadInOneGo() {
    var prefixes = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      prefixes.append("<x");
      for (int j = 0; j < 150; j++) {
        prefixes.append(" xmlns:p").append(i).append('_').append(j).append("=''");
      }
      prefixes.append("/>");
    }
    var nested = "<b xmlns:q='u'>" + "<a/><q:a/>".repeat(40_000) + "</b>";
    var items =
        "<Item><Data><p0_0:a/></Data></Item>".repeat(15_000)
            + "<Item><Data>"
            + nested
            + "</Data></Item>";
    var text =
        "<SyncML><SyncHdr>"
            + prefixes
            + "</SyncHdr><SyncBody><Replace><CmdID>1</CmdID>"
            + items
            + "</Replace></SyncBody></SyncML>";
    var reading = SyncMl.read(text.getBytes(UTF_8));
    assertThat(reading).isInstanceOf(SyncMl.Reading.Good.class);
    var replace = (Command.Replace) ((SyncMl.Reading.Good) reading).message().commands().getFirst();
    assertThat(replace.items().getFirst().data()).contains("<p0_0:a xmlns:p0_0=\"\"/>");
    assertThat(replace.items().getLast().data().orElseThrow())
        .startsWith("<b xmlns:q=\"u\"><a/><q:a/>");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(new Cred(Meta.of("b64", "syncml:auth-basic"), "c2VjcmV0").toString())
        .doesNotContain("c2VjcmV0");
    assertThat(Item.target("./Secret", "chr", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(new Login(Login.Scheme.MD5, "u", "hunter2", Optional.empty()).toString())
        .doesNotContain("hunter2");
  }
}
