package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// What we call of `ole32.dll`. All of it answers an HRESULT.
interface Ole32 extends Library {
  int COINIT_MULTITHREADED = 0;
  int CLSCTX_INPROC_SERVER = 0x1;
  int CLSCTX_LOCAL_SERVER = 0x4;
  int RPC_C_AUTHN_WINNT = 10;
  int RPC_C_AUTHZ_NONE = 0;
  int RPC_C_AUTHN_LEVEL_PKT_PRIVACY = 6;
  int RPC_C_IMP_LEVEL_IMPERSONATE = 3;
  int EOAC_NONE = 0;

  int CoInitializeEx(@Nullable Pointer reserved, int kind);

  int CoCreateInstance(
      byte[] type, @Nullable Pointer outer, int context, byte[] face, long[] object);

  int CoSetProxyBlanket(
      long proxy,
      int authentication,
      int authorization,
      byte @Nullable [] server,
      int level,
      int impersonation,
      @Nullable Pointer identity,
      int capabilities);
}
