package io.reeve.core.transport;

import io.reeve.enroll.Exchange;
import io.reeve.enroll.ExchangeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.security.Security;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP/1.1 over TLS 1.2 or newer. The server's certificate must be for the host of the call;
/// addresses of both IP versions are tried in the order of the name service. No redirect is
/// followed and nothing is remembered but the TLS sessions of the call's own context.
///
/// Every call has an event loop of its own, which ends with it: between sessions there is no
/// thread, no pool and no connection. Every failure is an [ExchangeException], but for an
/// interrupt, which is an [InterruptedIOException].
public final class NettyExchange implements Exchange {
  static {
    // An answer has to prove that the name service works now, and one that failed has to be asked
    // again: calls are few, and the system has a cache of its own.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public Answer send(Call call) throws IOException {
    var target = Target.of(call.uri());
    var deadline = Deadline.in(call.deadline());
    var failures = new Failures(target);
    try {
      var addresses = lookUp(target, deadline, failures);
      return Gzip.unpacked(new Conversation(call, target, deadline, failures).with(addresses));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while talking with " + target).initCause(e);
    } catch (IOException | ExecutionException e) {
      throw failures.of(e);
    }
  }

  /// The JDK's look-up cannot be interrupted, so it has a thread of its own to hang in.
  private static List<InetAddress> lookUp(Target target, Deadline deadline, Failures failures)
      throws InterruptedException, ExecutionException, ExchangeException {
    var lookup = new FutureTask<>(() -> List.of(InetAddress.getAllByName(target.host())));
    Thread.ofPlatform().daemon().name("reeve-lookup").start(lookup);
    try {
      return lookup.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failures.timedOut("finding the host's address", e);
    }
  }
}
