package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `wintrust.dll`: whose signature a file has, as Windows judges it.
interface WinTrust extends Library {
  int WTD_UI_NONE = 2;
  int WTD_REVOKE_WHOLECHAIN = 1;
  int WTD_CHOICE_FILE = 1;
  int WTD_STATEACTION_VERIFY = 1;
  int WTD_STATEACTION_CLOSE = 2;

  @FieldOrder({"cbStruct", "pcwszFilePath", "hFile", "pgKnownSubject"})
  final class WINTRUST_FILE_INFO extends WinStructure {
    public int cbStruct;
    public @Nullable Pointer pcwszFilePath;
    public long hFile;
    public @Nullable Pointer pgKnownSubject;
  }

  @FieldOrder({
    "cbStruct",
    "pPolicyCallbackData",
    "pSIPClientData",
    "dwUIChoice",
    "fdwRevocationChecks",
    "dwUnionChoice",
    "pFile",
    "dwStateAction",
    "hWVTStateData",
    "pwszURLReference",
    "dwProvFlags",
    "dwUIContext"
  })
  final class WINTRUST_DATA extends WinStructure {
    public int cbStruct;
    public @Nullable Pointer pPolicyCallbackData;
    public @Nullable Pointer pSIPClientData;
    public int dwUIChoice = WTD_UI_NONE;
    public int fdwRevocationChecks = WTD_REVOKE_WHOLECHAIN;
    public int dwUnionChoice = WTD_CHOICE_FILE;
    public @Nullable Pointer pFile;
    public int dwStateAction;
    public long hWVTStateData;
    public @Nullable Pointer pwszURLReference;
    public int dwProvFlags;
    public int dwUIContext;
  }

  /// Answers 0 for a signature that is trusted.
  int WinVerifyTrust(long window, byte[] action, WINTRUST_DATA data);

  @Nullable Pointer WTHelperProvDataFromStateData(long state);

  @Nullable Pointer WTHelperGetProvSignerFromChain(
      Pointer data, int signer, int counter, int counterSigner);
}
