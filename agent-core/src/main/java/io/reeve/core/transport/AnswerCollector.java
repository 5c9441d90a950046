package io.reeve.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.reeve.enroll.Exchange;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.HttpBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Sends one request and gathers its answer. Lives on the event loop; only the future leaves it.
final class AnswerCollector extends SimpleChannelInboundHandler<HttpObject> {
  private final FullHttpRequest request;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Optional<HttpResponse> head = Optional.empty();

  AnswerCollector(FullHttpRequest request) {
    this.request = request;
  }

  /// The answer, or what prevented it.
  CompletableFuture<Answer> answer() {
    return answer;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(request)
        .addListener(write -> {
          if (!write.isSuccess()) {
            fail(ctx, write.cause());
          }
        });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      fail(ctx, new IOException("the answer is not HTTP", part.decoderResult().cause()));
      return;
    }
    if (part instanceof HttpResponse response) {
      head = Optional.of(response);
      if (HttpUtil.getContentLength(response, 0L) > Exchange.MAX_ANSWER) {
        fail(ctx, new AnswerTooLargeException());
        return;
      }
    }
    if (part instanceof HttpContent content) {
      take(ctx, content.content());
    }
    if (part instanceof LastHttpContent) {
      head.ifPresent(response -> finish(ctx, response));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      fail(ctx, handshake.cause());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(
        ctx,
        new ConnectionClosedException(
            head.isPresent() ? "in the middle of its answer" : "without an answer"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  private void take(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (body.size() + bytes.readableBytes() > Exchange.MAX_ANSWER) {
      fail(ctx, new AnswerTooLargeException());
      return;
    }
    var copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    body.writeBytes(copy);
  }

  private void finish(ChannelHandlerContext ctx, HttpResponse response) {
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      head = Optional.empty();
      return;
    }
    var headers = new HashMap<String, String>();
    response
        .headers()
        .forEach(header ->
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    var type = headers.getOrDefault("content-type", "");
    answer.complete(
        new Answer(response.status().code(), headers, new HttpBody(type, body.toByteArray())));
    var _ = ctx.close();
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    answer.completeExceptionally(cause);
    var _ = ctx.close();
  }
}
