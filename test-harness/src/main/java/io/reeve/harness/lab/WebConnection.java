package io.reeve.harness.lab;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.reeve.enroll.HttpBody;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: requests are served one after the other, in the order they came.
/// Everything but the service itself runs on the connection's event loop.
final class WebConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(WebConnection.class);
  private static final int MOST_PIPELINED = 8;

  private final Function<WebRequest, CompletionStage<WebReply>> service;
  private final Executor workers;
  private final Queue<Asked> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean feeding;

  WebConnection(Function<WebRequest, CompletionStage<WebReply>> service, Executor workers) {
    this.service = service;
    this.workers = workers;
  }

  private record Asked(WebRequest request, boolean keepAlive) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (feeding || waiting.size() >= MOST_PIPELINED) {
      var _ = context.close(); // an answer now would stand in the middle of another
      return;
    }
    if (message.decoderResult().isFailure()) {
      write(context, WebReply.error(400, "not an HTTP request", "speak HTTP/1.1"), false);
      return;
    }
    try {
      waiting.add(new Asked(request(context, message), HttpUtil.isKeepAlive(message)));
    } catch (IllegalArgumentException malformed) {
      write(context, WebReply.error(400, "malformed address", "escape it as RFC 3986 says"), false);
      return;
    }
    next(context);
  }

  private static WebRequest request(ChannelHandlerContext context, FullHttpRequest message) {
    var headers = new HashMap<String, String>();
    for (var header : message.headers()) {
      headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    return WebRequest.of(
        message.method().name(),
        message.uri(),
        headers,
        new HttpBody(
            headers.getOrDefault("content-type", ""), ByteBufUtil.getBytes(message.content())),
        peer(context));
  }

  private static Optional<X509Certificate> peer(ChannelHandlerContext context) {
    var session = context.pipeline().get(SslHandler.class).engine().getSession();
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty(); // the client showed none
    }
  }

  private void next(ChannelHandlerContext context) {
    if (busy) {
      return;
    }
    var asked = waiting.poll();
    if (asked == null) {
      return;
    }
    busy = true;
    try {
      workers.execute(() -> serve(context, asked));
    } catch (RejectedExecutionException _) {
      answer(context, asked, WebReply.error(503, "the lab is busy", "ask again later"));
    }
  }

  private void serve(ChannelHandlerContext context, Asked asked) {
    try {
      var _ =
          service
              .apply(asked.request)
              .whenComplete((reply, failed) ->
                  answer(context, asked, failed == null ? reply : failure(asked, failed)));
    } catch (RuntimeException failed) {
      answer(context, asked, failure(asked, failed));
    }
  }

  private static WebReply failure(Asked asked, Throwable failed) {
    LOG.error("{} failed", asked.request, failed);
    return WebReply.error(500, "the lab failed", "its log says why");
  }

  private void answer(ChannelHandlerContext context, Asked asked, WebReply reply) {
    context
        .executor()
        .execute(() -> {
          if (reply.feed().isPresent()) {
            feeding = true;
            begin(context, reply);
            more(context, reply.feed().get());
            return; // busy to its end
          }
          busy = false;
          write(context, reply, asked.keepAlive);
          if (asked.keepAlive) {
            next(context);
          }
        });
  }

  private static void begin(ChannelHandlerContext context, WebReply reply) {
    var head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
    head(head.headers(), reply);
    HttpUtil.setTransferEncodingChunked(head, true);
    HttpUtil.setKeepAlive(head, false);
    var _ = context.writeAndFlush(head);
  }

  /// Sends the next piece, and when it has gone out the one after it.
  private static void more(ChannelHandlerContext context, Feed feed) {
    var _ =
        feed.next()
            .whenComplete((piece, failed) -> {
              if (!context.channel().isActive()) {
                return; // nobody listens any more
              }
              if (failed != null) {
                LOG.error("a feed failed", failed);
              }
              if (failed != null || piece.isEmpty()) {
                var _ =
                    context
                        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                        .addListener(ChannelFutureListener.CLOSE);
                return;
              }
              var bytes = Unpooled.copiedBuffer(piece.get(), StandardCharsets.UTF_8);
              var _ =
                  context
                      .writeAndFlush(new DefaultHttpContent(bytes))
                      .addListener(written -> {
                        if (written.isSuccess()) {
                          more(context, feed);
                        }
                      });
            });
  }

  /// With a length, not chunked: some clients take nothing else.
  private static void write(ChannelHandlerContext context, WebReply reply, boolean keepAlive) {
    var message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.wrappedBuffer(reply.body().bytes()));
    head(message.headers(), reply);
    message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length());
    HttpUtil.setKeepAlive(message, keepAlive);
    var written = context.writeAndFlush(message);
    if (!keepAlive) {
      var _ = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static void head(HttpHeaders headers, WebReply reply) {
    reply.headers().forEach(headers::set);
    if (!reply.body().contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.body().contentType());
    }
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent && !busy) {
      var _ = context.close();
    }
  }

  /// A client that breaks off or fails its handshake is its own affair.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("connection of {} ended: {}", context.channel().remoteAddress(), cause.getMessage());
    var _ = context.close();
  }
}
