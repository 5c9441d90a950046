package io.reeve.platform.windows;

import com.sun.jna.Library;

/// What we call of `wscapi.dll`. It answers an HRESULT.
interface WscApi extends Library {
  int WscGetSecurityProviderHealth(int providers, int[] health);
}
