package io.reeve.core.transport;

import java.io.IOException;

/// The server sends more than [io.reeve.enroll.Exchange#MAX_ANSWER].
final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;
}
