package io.reeve.platform.macos;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/// The functions of OpenDirectory (CFODNode.h, CFODRecord.h) that are used. `bool` is a byte.
public interface OpenDirectory extends Library {
  int LOCAL_NODES = 0x2200;

  /// `kODErrorCredentialsInvalid`.
  long WRONG_PASSWORD = 5000;

  @Nullable Pointer ODNodeCreateWithNodeType(
      @Nullable Pointer allocator,
      @Nullable Pointer session,
      int nodeType,
      PointerByReference error);

  @Nullable Pointer ODNodeCopyAccountPolicies(Pointer node, PointerByReference error);

  @Nullable Pointer ODNodeCopyRecord(
      Pointer node,
      Pointer type,
      Pointer name,
      @Nullable Pointer attributes,
      PointerByReference error);

  byte ODRecordChangePassword(
      Pointer record, @Nullable Pointer old, Pointer password, PointerByReference error);

  byte ODRecordVerifyPassword(Pointer record, Pointer password, PointerByReference error);

  byte ODNodeAddAccountPolicy(
      Pointer node, Pointer policy, Pointer category, PointerByReference error);

  byte ODNodeRemoveAccountPolicy(
      Pointer node, Pointer policy, Pointer category, PointerByReference error);
}
