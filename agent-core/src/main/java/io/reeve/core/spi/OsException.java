package io.reeve.core.spi;

import java.io.IOException;

/// A call of the operating system failed.
public final class OsException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String call;
  private final long code;

  /// @param call the name of the call, for example `nft_run_cmd_from_buffer`
  /// @param code its native code: errno, HRESULT, exit code
  /// @param message what that means, with the input that was refused
  public OsException(String call, long code, String message) {
    super(call + " failed (" + code + "): " + message);
    this.call = call;
    this.code = code;
  }

  /// The name of the call that failed.
  public String call() {
    return call;
  }

  /// The native code.
  public long code() {
    return code;
  }
}
