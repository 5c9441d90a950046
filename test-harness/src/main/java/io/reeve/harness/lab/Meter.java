package io.reeve.harness.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/// Counts what goes through the sockets, and knows the threads whose time is the lab's. They live
/// as long as the lab, so that none takes its time with it.
@Sharable
final class Meter extends ChannelDuplexHandler {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /// Makes the lab's threads.
  ThreadFactory threads(ThreadFactory factory) {
    return work -> {
      var thread = factory.newThread(work);
      threads.add(thread);
      return thread;
    };
  }

  LabCost cost() {
    return new LabCost(received.sum(), sent.sum(), processor(ManagementFactory.getThreadMXBean()));
  }

  private Duration processor(ThreadMXBean clocks) {
    return Duration.ofNanos(
        threads.stream()
            .mapToLong(thread -> Math.max(0, clocks.getThreadCpuTime(thread.threadId())))
            .sum());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      received.add(bytes.readableBytes());
    }
    var _ = context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      sent.add(bytes.readableBytes());
    }
    var _ = context.write(message, promise);
  }
}
