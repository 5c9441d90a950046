package io.reeve.core.transport;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.reeve.enroll.Exchange.Call;

/// A call as it goes over the wire.
final class Requests {
  private Requests() {}

  static FullHttpRequest of(Call call, Target target) {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(call.method()),
            target.path(),
            Unpooled.wrappedBuffer(call.body().bytes()));
    var headers = request.headers();
    headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
    call.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.HOST, target.header());
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (!call.body().contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, call.body().contentType());
    }
    if (!call.method().equals("GET")) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length());
    }
    return request;
  }
}
