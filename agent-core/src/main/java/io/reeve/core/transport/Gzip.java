package io.reeve.core.transport;

import io.reeve.enroll.Exchange;
import io.reeve.enroll.Exchange.Answer;
import io.reeve.enroll.HttpBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Unpacks answers, and no more of them than an answer may have.
final class Gzip {
  private Gzip() {}

  /// The answer with its content unpacked; the answer itself when it is not packed.
  ///
  /// @throws AnswerTooLargeException when there is more in it than an answer may have
  /// @throws IOException when it is cut off or packed in another way
  static Answer unpacked(Answer answer) throws IOException {
    var coding = answer.header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "gzip", "x-gzip" ->
          new Answer(answer.status(), answer.headers(), inflate(answer.body()));
      case "identity", "" -> answer;
      default -> throw new IOException("content packed as '" + coding + "', which was not offered");
    };
  }

  private static HttpBody inflate(HttpBody packed) throws IOException {
    if (packed.length() == 0) {
      return packed;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
      var bytes = in.readNBytes(Exchange.MAX_ANSWER + 1);
      if (bytes.length > Exchange.MAX_ANSWER) {
        throw new AnswerTooLargeException();
      }
      return new HttpBody(packed.contentType(), bytes);
    }
  }
}
