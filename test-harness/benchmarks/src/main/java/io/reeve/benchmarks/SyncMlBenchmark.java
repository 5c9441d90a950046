package io.reeve.benchmarks;

import io.reeve.core.dm.Message;
import io.reeve.core.dm.SyncMl;
import io.reeve.core.dm.SyncMl.Reading;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A message with 100 commands, read and written.
@State(Scope.Benchmark)
public class SyncMlBenchmark {
  private static final int COMMANDS = 100;

  private final byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
  private final Message message = message(SyncMl.read(bytes));

  private static String text() {
    var text =
        new StringBuilder(
            """
            <SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
            <SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>device</LocURI></Target>\
            <Source><LocURI>https://mdm.example/</LocURI></Source></SyncHdr><SyncBody>\
            """);
    for (int i = 1; i <= COMMANDS; i++) {
      text.append(
          """
          <Replace><CmdID>%d</CmdID><Item><Target><LocURI>./Device/Vendor/Reeve/Hosts/host%d.example\
          </LocURI></Target><Meta><Format xmlns="syncml:metinf">chr</Format></Meta>\
          <Data>192.0.2.%d &amp; more</Data></Item></Replace>\
          """
              .formatted(i, i, i));
    }
    return text + "<Final/></SyncBody></SyncML>";
  }

  private static Message message(Reading reading) {
    if (reading instanceof Reading.Good(Message message) && message.commands().size() == COMMANDS) {
      return message;
    }
    throw new IllegalStateException("not read: " + reading);
  }

  @Benchmark
  public Reading read() {
    return SyncMl.read(bytes);
  }

  @Benchmark
  public byte[] write() {
    return SyncMl.write(message, false);
  }
}
