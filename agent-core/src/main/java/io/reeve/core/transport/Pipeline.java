package io.reeve.core.transport;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.reeve.enroll.Tls;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The layers of one connection: TLS with the host's name checked, HTTP with bounded headers, the
/// collector.
final class Pipeline extends ChannelInitializer<SocketChannel> {
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);
  private static final int MAX_STATUS_LINE = 4 * 1024;
  private static final int MAX_HEADERS = 32 * 1024;
  private static final int MAX_PIECE = 16 * 1024;

  private final SSLContext tls;
  private final Target target;
  private final Deadline deadline;
  private final AnswerCollector collector;

  Pipeline(SSLContext tls, Target target, Deadline deadline, AnswerCollector collector) {
    this.tls = tls;
    this.target = target;
    this.deadline = deadline;
    this.collector = collector;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (target.secure()) {
      channel.pipeline().addLast(tlsLayer());
    }
    channel
        .pipeline()
        .addLast(new HttpClientCodec(MAX_STATUS_LINE, MAX_HEADERS, MAX_PIECE))
        .addLast(collector);
  }

  private SslHandler tlsLayer() {
    var engine = tls.createSSLEngine(target.host(), target.port());
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(Tls.PROTOCOLS.toArray(String[]::new));
    engine.setSSLParameters(parameters);
    var handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(deadline.millisUpTo(HANDSHAKE_LIMIT));
    return handler;
  }
}
