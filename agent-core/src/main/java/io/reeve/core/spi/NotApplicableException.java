package io.reeve.core.spi;

import java.io.IOException;

/// This machine cannot do it, now or as it is; the message is the reason and is shown to people.
public final class NotApplicableException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param reason a sentence without a full stop, for example `libnftables.so.1 is not installed`
  public NotApplicableException(String reason) {
    super(reason);
  }
}
