package io.reeve.platform.macos;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/// The functions of Security (SecKeychain.h, SecItem.h, SecKey.h, SecCode.h, SecRequirement.h,
/// AuthSession.h) that are used. `OSStatus` is an `int`.
public interface SecurityFramework extends Library {
  /// `errSecItemNotFound`.
  int NOT_FOUND = -25300;

  /// `errSecCSUnsigned`.
  int UNSIGNED = -67062;

  /// AuthSession.h.
  int SessionGetInfo(int session, IntByReference id, IntByReference attributes);

  int SecKeychainOpen(String path, PointerByReference keychain);

  int SecItemCopyMatching(Pointer query, PointerByReference result);

  int SecItemDelete(Pointer query);

  @Nullable Pointer SecKeyCreateRandomKey(Pointer parameters, PointerByReference error);

  @Nullable Pointer SecKeyCopyPublicKey(Pointer key);

  @Nullable Pointer SecKeyCopyExternalRepresentation(Pointer key, PointerByReference error);

  @Nullable Pointer SecKeyCreateSignature(
      Pointer key, Pointer algorithm, Pointer data, PointerByReference error);

  int SecCodeCopySelf(int flags, PointerByReference self);

  int SecCodeCopyDesignatedRequirement(Pointer code, int flags, PointerByReference requirement);

  int SecRequirementCopyString(Pointer requirement, int flags, PointerByReference text);

  @Nullable Pointer SecCopyErrorMessageString(int status, @Nullable Pointer reserved);
}
