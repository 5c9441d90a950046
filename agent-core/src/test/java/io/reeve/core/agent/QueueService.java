package io.reeve.core.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.HttpBody;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/// A service that gives its commands one at a time, and nothing else. Its clock is the machine's.
final class QueueService implements Exchange {
  final Deque<String> commands = new ArrayDeque<>();

  /// What it says to a message besides; empty for nothing.
  volatile UnaryOperator<String> reply = _ -> "";

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  volatile boolean down;
  private volatile int left = Integer.MAX_VALUE;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private int message;

  /// Answers nothing from now on, until [#release].
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  void downAfter(int answers) {
    left = answers;
  }

  String last() {
    return bodies.getLast();
  }

  String all() {
    return String.join("\n", bodies);
  }

  void awaitCalls(int calls) {
    int before = bodies.size();
    while (bodies.size() < before + calls) {
      Thread.onSpinWait();
    }
  }

  private void await() throws IOException {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public synchronized Answer send(Call call) throws IOException {
    var body = new String(call.body().bytes(), UTF_8);
    bodies.add(body);
    await();
    if (left-- <= 0) {
      left = Integer.MAX_VALUE;
      down = true;
    }
    if (down) {
      throw new ExchangeException(
          ExchangeException.Reason.NO_ROUTE,
          "the test pulled the cable",
          "plug it in",
          new IOException("no cable"));
    }
    var next = commands.poll();
    message++;
    var msgRef = body.replaceAll("(?s).*?<MsgID>(\\d+)</MsgID>.*", "$1");
    var text =
        """
        <SyncML><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>
        <MsgID>%d</MsgID><Target><LocURI>DEV1</LocURI></Target>
        <Source><LocURI>https://mdm.example.org/omadm</LocURI></Source></SyncHdr>
        <SyncBody><Status><CmdID>1</CmdID><MsgRef>%s</MsgRef><CmdRef>0</CmdRef>
        <Cmd>SyncHdr</Cmd><Data>200</Data></Status>%s<Final/></SyncBody></SyncML>
        """
            .formatted(message, msgRef, (next == null ? "" : next) + reply.apply(body));
    return new Answer(200, Map.of(), new HttpBody(DmAccount.XML, text.getBytes(UTF_8)));
  }
}
