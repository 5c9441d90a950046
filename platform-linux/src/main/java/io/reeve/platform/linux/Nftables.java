package io.reeve.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// libnftables: commands in nft's language in, JSON out. One call at a time in the whole process,
/// for the library keeps state of its own.
final class Nftables {
  private static final int JSON = 1 << 4;
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  interface Api extends Library {
    Pointer nft_ctx_new(int flags);

    int nft_ctx_buffer_output(Pointer context);

    int nft_ctx_buffer_error(Pointer context);

    void nft_ctx_output_set_flags(Pointer context, int flags);

    int nft_run_cmd_from_buffer(Pointer context, String commands);

    String nft_ctx_get_output_buffer(Pointer context);

    String nft_ctx_get_error_buffer(Pointer context);

    void nft_ctx_free(Pointer context);
  }

  private static final class Holder {
    static final Optional<Api> API = OptionalLibrary.load("libnftables.so.1", Api.class);
  }

  private Nftables() {}

  static boolean isInstalled() {
    return Holder.API.isPresent();
  }

  /// Runs commands as one transaction: all of them take effect, or none.
  ///
  /// @return what they print, in JSON
  /// @throws OsException with the library's own words when they are refused
  static String run(String commands) throws OsException {
    var api = Holder.API.orElseThrow(() -> new IllegalStateException("libnftables is missing"));
    ONE_AT_A_TIME.lock();
    try {
      var context = api.nft_ctx_new(0);
      try {
        api.nft_ctx_buffer_output(context);
        api.nft_ctx_buffer_error(context);
        api.nft_ctx_output_set_flags(context, JSON);
        int failed = api.nft_run_cmd_from_buffer(context, commands);
        if (failed != 0) {
          var error = api.nft_ctx_get_error_buffer(context).strip();
          throw new OsException("nft_run_cmd_from_buffer", failed, error);
        }
        return api.nft_ctx_get_output_buffer(context);
      } finally {
        api.nft_ctx_free(context);
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
