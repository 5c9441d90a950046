package io.reeve.harness.lab;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/// HTTP/1.1 over TLS 1.2 and 1.3. A client may show a certificate of the lab's authority; whether
/// it must is for the service to say.
final class WebServer implements AutoCloseable {
  /// The longest request body; SyncML may have 4 MiB.
  static final int MAX_BODY = 4 * 1024 * 1024 + 1024;

  private static final int MOST_CONNECTIONS = 1000;
  private static final int WORKERS = 4;
  private static final int MOST_WAITING = 512;
  private static final int IDLE_SECONDS = 60;

  private final Meter meter = new Meter();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, meter.threads(new DefaultThreadFactory("lab-net", true)), NioIoHandler.newFactory());
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MOST_WAITING),
          meter.threads(new DefaultThreadFactory("lab-worker", true)));
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final SslContext tls;
  private final Function<WebRequest, CompletionStage<WebReply>> service;
  private volatile int port;

  private WebServer(SslContext tls, Function<WebRequest, CompletionStage<WebReply>> service) {
    this.tls = tls;
    this.service = service;
  }

  /// Listens and serves.
  ///
  /// @param service called on a worker thread; what it throws becomes status 500
  /// @throws IOException when the address cannot be listened on
  static WebServer start(
      InetSocketAddress address,
      CertificateAuthority authority,
      List<String> names,
      Function<WebRequest, CompletionStage<WebReply>> service)
      throws IOException {
    var server = new WebServer(tls(authority, names), service);
    try {
      server.listen(address);
      return server;
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
  }

  private static SslContext tls(CertificateAuthority authority, List<String> names)
      throws IOException {
    var identity = authority.server(names);
    try {
      return SslContextBuilder.forServer(identity.key(), identity.certificate(), authority.root())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .clientAuth(ClientAuth.OPTIONAL)
          .trustManager(new OwnClients(authority))
          .build();
    } catch (SSLException failed) {
      throw new IOException("this Java cannot serve TLS", failed);
    }
  }

  private void listen(InetSocketAddress address) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + address.getHostString() + " port " + address.getPort(),
          bound.cause());
    }
    connections.add(bound.channel());
    port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private void accept(SocketChannel channel) {
    if (connections.size() > MOST_CONNECTIONS) {
      var _ = channel.close();
      return;
    }
    connections.add(channel);
    channel
        .pipeline()
        .addLast(meter)
        .addLast(tls.newHandler(channel.alloc()))
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
        .addLast(new WriteTimeoutHandler(IDLE_SECONDS))
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(MAX_BODY))
        .addLast(new WebConnection(service, workers));
  }

  /// The port listened on.
  int port() {
    return port;
  }

  /// What it has cost so far.
  LabCost cost() {
    return meter.cost();
  }

  /// Closes every connection; requests being served are finished, but nobody hears the answer.
  @Override
  public void close() {
    var _ = connections.close().awaitUninterruptibly();
    var _ = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    workers.close();
  }
}
