package io.reeve.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One command, one status. In the rows `X` stands for `./Vendor/MSFT/X` and `C` for the test
/// policies' `Config`.
class StatusCodeTest {
  private static String item(String target, String format, String data) {
    var uri =
        target
            .replaceFirst("^X/", "./Vendor/MSFT/X/")
            .replaceFirst("^C/", "./Vendor/MSFT/Policy/Config/Test/");
    return "<Item><Target><LocURI>"
        + uri
        + "</LocURI></Target>"
        + (format.isEmpty() ? "" : "<Meta><Format>" + format + "</Format></Meta>")
        + "<Data>"
        + data
        + "</Data></Item>";
  }

  private static String codes(Path folder, String body) {
    try (var bench = new Bench(folder)) {
      var session = bench.session();
      session.open();
      return Bench.codes(session.answer(bench.says(Bench.ok(1) + body)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          Add,     X/new,          chr,  v,     200
          Add,     X/old,          chr,  v,     418
          Add,     X/fail,         chr,  v,     500
          Replace, X/old,          chr,  v,     200
          Replace, X/none,         chr,  v,     404
          Delete,  X/old,          '',   '',    200
          Delete,  X/none,         '',   '',    404
          Delete,  .,              '',   '',    405
          Get,     X/count,        '',   '',    200
          Get,     X/none,         '',   '',    404
          Get,     ./Nothing,      '',   '',    404
          Get,     .,              '',   '',    200
          Get,     ./Vendor/MSFT,  '',   '',    200
          Exec,    X/run,          chr,  1,     200
          Exec,    X/runlong,      chr,  1,     202
          Exec,    X/old,          chr,  1,     405
          Add,     X/a//b,         chr,  v,     400
          Add,     /X,             chr,  v,     400
          Add,     X/a/../b,       chr,  v,     400
          Add,     X/*,            chr,  v,     400
          Add,     X/new,          what, v,     415
          Copy,    X/old,          chr,  v,     406
          Map,     X/old,          chr,  v,     406
          Frobnicate, X/old,       chr,  v,     501
          Get,     X/count?prop=Format, '', '', 200
          Get,     X/count?prop=Size,   '', '', 200
          Get,     X/count?prop=ACL,    '', '', 406
          Replace, X/count?prop=Name, '', 'n',  406
          Replace, X/count?prop=Format, '', n,  405
          Get,     ./Vendor/MSFT/X?list=StructData, '',  '',  200
          Get,     X?list=TNDS,    '',   '',    406
          Delete,  X?list=Struct,  '',   '',    405
          Get,     X/count?what=1, '',   '',    406
          Replace, C/Count,        int,  5,     200
          Replace, C/Count,        '',   5,     200
          Add,     C/Count,        int,  5,     200
          Add,     C/Count,        int,  11,    400
          Add,     C/Count,        int,  x,     400
          Add,     C/Count,        bool, true,  415
          Delete,  C/Count,        '',   '',    404
          Exec,    C/Count,        '',   '',    405
          Get,     C/Count,        '',   '',    404
          Replace, C/Gone,         chr,  v,     406
          Replace, C/Broken,       chr,  v,     500
          Replace, C/Unknown,      chr,  v,     404
          Get,     ./Vendor/MSFT/Policy/Config,   '', '', 200
          Delete,  ./Vendor/MSFT/Policy/Config,   '', '', 405
          Replace, ./Vendor/MSFT/Policy/Config/Test, chr, v, 405
          Get,     ./Vendor/MSFT/Policy/Result/Test/Gone, '', '', 406
          Add,     ./Vendor/Reeve/Test/Rules/r1, chr, v, 200
          Get,     ./DevInfo/Man,  '',   '',    200
          Replace, ./DevInfo/Man,  chr,  v,     405
          Get,     ./DevDetail/Ext/Microsoft/MobileID, '', '', 404
          Get,     ./DevDetail/LrgObj, '', '',  200
          """)
  void eachCaseHasItsCode(
      String command,
      String target,
      String format,
      String data,
      String code,
      @TempDir Path folder) {
    var body =
        "<%s><CmdID>7</CmdID>%s</%s>".formatted(command, item(target, format, data), command);
    assertThat(codes(folder, body)).isEqualTo("7=" + code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Get><CmdID>7</CmdID></Get>                                         | 7=412
          <Get><CmdID>7</CmdID><Item/></Get>                                  | 7=412
          <Get><Item><Target><LocURI>./DevInfo</LocURI></Target></Item></Get> | =400
          <Get><CmdID>0</CmdID><Item/></Get>                                  | ''
          <Alert><CmdID>7</CmdID><Data>1100</Data></Alert>                    | 7=406
          <Atomic><CmdID>7</CmdID></Atomic>                                   | 7=412
          <Sequence><CmdID>7</CmdID></Sequence>                               | 7=412
          <Atomic><CmdID>7</CmdID><Atomic><CmdID>8</CmdID></Atomic></Atomic>  | 7=507 8=500
          <Atomic><CmdID>7</CmdID><Get><CmdID>8</CmdID><Item><Target><LocURI>./DevInfo</LocURI></Target></Item></Get></Atomic> | 7=507 8=500
          <Get><CmdID>7</CmdID><Item><Target><LocURI>./DevInfo/Man</LocURI></Target></Item><Item><Target><LocURI>./DevInfo/No</LocURI></Target></Item></Get> | 7=200@./DevInfo/Man 7=404@./DevInfo/No
          """)
  void incompleteAndMisplacedCommandsHaveTheirCodes(
      String body, String codes, @TempDir Path folder) {
    assertThat(codes(folder, body)).isEqualTo(codes);
  }

  @Test
  void anAddressOverTheLimitIsTooLong(@TempDir Path folder) {
    var get = "<Get><CmdID>%d</CmdID>%s</Get>";
    assertThat(
            codes(
                folder,
                get.formatted(1, item("./" + "a".repeat(3000), "", ""))
                    + get.formatted(2, item("." + "/a".repeat(40), "", ""))))
        .isEqualTo("1=414 2=414");
  }

  @Test
  void consecutiveSettingsAreOnePassAndAGetEndsIt(@TempDir Path folder) {
    try (var bench = new Bench(folder)) {
      var session = bench.session();
      session.open();
      var body = new StringBuilder(Bench.ok(1));
      var commands = new String[] {"Replace", "Add", "Get", "Delete"};
      var targets = new String[] {"C/Count", "./Vendor/Reeve/Test/Rules/a", "C/Count", "C/Count"};
      for (int i = 0; i < commands.length; i++) {
        body.append(
            "<%s><CmdID>%d</CmdID>%s</%s>"
                .formatted(
                    commands[i], i + 1, item(targets[i], "", i == 3 ? "" : "5"), commands[i]));
      }
      var step = session.answer(bench.says(body.toString()));
      assertThat(Bench.codes(step)).isEqualTo("1=200 2=200 3=200 4=200");
      assertThat(
              bench.configuration.passes.stream()
                  .map(Object::toString)
                  .collect(Collectors.toList()))
          .containsExactly("[Count=5, a=5]", "[Count=]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Replace C/Count 5; Replace X/old 2                 | 9=200 1=200 2=200       | Count=5 old=2
          Replace C/Count 5; Replace X/none 2; Delete X/old . | 9=507 1=216 2=404 3=215 | old=1
          Replace X/old 2; Replace C/Broken 5; Add X/n 1     | 9=507 1=216 2=500 3=215 | old=1
          Replace X/old 2; Replace C/Gone 5                  | 9=507 1=216 2=406       | old=1
          Replace C/Count 5; Replace C/Gone 5; Add X/n 1     | 9=507 1=216 2=406 3=215 | old=1
          Add X/stuck 2; Replace C/Count 11                  | 9=507 1=216 2=400       | old=1
          Add X/stuck 2; Replace C/Broken 5                  | 9=507 1=516 2=500       | old=1
          Replace C/Count 5; Copy X/old 1                    | 9=507 1=216 2=406       | old=1
          Add C/Count 5; Add C/Count 6                       | 9=507 1=216 2=418       | old=1
          Add C/Count 5; Replace C/Count 6                   | 9=200 1=200 2=200       | Count=6 old=1
          Replace X/old 2; Add X/fail 5; Add X/n 1           | 9=507 1=216 2=500 3=215 | old=1
          """)
  void anAtomicIsDoneWholeOrNotAtAll(
      String commands, String codes, String after, @TempDir Path folder) {
    try (var bench = new Bench(folder)) {
      var session = bench.session();
      session.open();
      var body = new StringBuilder(Bench.ok(1)).append("<Atomic><CmdID>9</CmdID>");
      int id = 1;
      for (var command : commands.split(";")) {
        var words = command.strip().split(" ");
        body.append(
            "<%s><CmdID>%d</CmdID>%s</%s>"
                .formatted(words[0], id++, item(words[1], "", words[2]), words[0]));
      }
      var step = session.answer(bench.says(body + "</Atomic>"));
      assertThat(Bench.codes(step)).isEqualTo(codes);
      var state =
          bench.configuration.service.entrySet().stream()
                  .map(each -> each.getKey().name() + "=" + each.getValue().wire() + " ")
                  .collect(Collectors.joining())
              + "old="
              + bench.memory.nodes.get("./device/vendor/msft/x/old");
      assertThat(state).isEqualTo(after);
    }
  }

  @Test
  void aSequenceGoesOnAfterAFailure(@TempDir Path folder) {
    assertThat(
            codes(
                folder,
                "<Sequence><CmdID>1</CmdID><Replace><CmdID>2</CmdID>"
                    + item("X/none", "", "1")
                    + "</Replace><Atomic><CmdID>3</CmdID><Replace><CmdID>4</CmdID>"
                    + item("X/old", "", "1")
                    + "</Replace></Atomic><Get><CmdID>5</CmdID>"
                    + item("X/old", "", "")
                    + "</Get></Sequence>"))
        .isEqualTo("1=200 2=404 3=200 4=200 5=200");
  }

  @Test
  void deletingAnAreaWithdrawsAllBelowIt(@TempDir Path folder) {
    try (var bench = new Bench(folder)) {
      var session = bench.session();
      session.open();
      session.answer(
          bench.says(
              Bench.ok(1)
                  + "<Replace><CmdID>1</CmdID>"
                  + item("C/Count", "", "1")
                  + item("C/Gone", "", "1")
                  + "</Replace>"));
      assertThat(bench.configuration.service).hasSize(2);
      var step =
          session.answer(
              bench.says(
                  Bench.ok(2)
                      + "<Delete><CmdID>1</CmdID>"
                      + item("./Vendor/MSFT/Policy/Config/Test", "", "")
                      + "</Delete>"));
      assertThat(Bench.codes(step)).isEqualTo("1=200");
      assertThat(bench.configuration.service).isEmpty();
    }
  }
}
