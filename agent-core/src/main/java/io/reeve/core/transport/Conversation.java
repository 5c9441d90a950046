package io.reeve.core.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.Exchange.Call;
import io.reeve.enroll.ExchangeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One call and its answer, on an event loop made for it.
///
/// @param call what to send
/// @param target where to
/// @param deadline for all of it
/// @param failures names what goes wrong
record Conversation(Call call, Target target, Deadline deadline, Failures failures) {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// Sends the call to the first of the host's addresses that takes a connection.
  Answer with(List<InetAddress> addresses)
      throws InterruptedException, ExecutionException, ExchangeException {
    var threads = new DefaultThreadFactory("reeve-net", true);
    var loop = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    try {
      return connected(loop, addresses);
    } finally {
      var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
  }

  private Answer connected(EventLoopGroup loop, List<InetAddress> addresses)
      throws InterruptedException, ExecutionException, ExchangeException {
    @Nullable ExchangeException first = null;
    for (var address : addresses) {
      var collector = new AnswerCollector(Requests.of(call, target));
      var attempt =
          bootstrap(loop, new Pipeline(call.tls(), target, deadline, collector))
              .connect(new InetSocketAddress(address, target.port()))
              .await();
      if (attempt.isSuccess()) {
        return await(attempt.channel(), collector);
      }
      var failure = failures.of(attempt.cause());
      first = first == null ? failure : first;
    }
    throw first == null ? failures.of(new UnknownHostException(target.host())) : first;
  }

  private Bootstrap bootstrap(EventLoopGroup loop, Pipeline pipeline) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, deadline.millisUpTo(CONNECT_LIMIT))
        .handler(pipeline);
  }

  private Answer await(Channel channel, AnswerCollector collector)
      throws InterruptedException, ExecutionException, ExchangeException {
    try {
      return collector.answer().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failures.timedOut("the answer", e);
    } finally {
      var _ = channel.close();
    }
  }
}
