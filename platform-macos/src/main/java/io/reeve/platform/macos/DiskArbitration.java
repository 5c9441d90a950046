package io.reeve.platform.macos;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/// The functions of DiskArbitration (DADisk.h, DASession.h, DADissenter.h) that are used.
public interface DiskArbitration extends Library {
  /// `kDAReturnNotPermitted`.
  int NOT_PERMITTED = 0xF8DA0008;

  /// Says whether a disk may be mounted: nothing, or a dissenter, which the caller releases.
  @FunctionalInterface
  interface MountApproval extends Callback {
    @Nullable Pointer invoke(Pointer disk, @Nullable Pointer context);
  }

  /// Hears that a disk was taken out.
  @FunctionalInterface
  interface Disappeared extends Callback {
    void invoke(Pointer disk, @Nullable Pointer context);
  }

  @Nullable Pointer DASessionCreate(@Nullable Pointer allocator);

  void DASessionScheduleWithRunLoop(Pointer session, Pointer loop, Pointer mode);

  void DASessionUnscheduleFromRunLoop(Pointer session, Pointer loop, Pointer mode);

  void DARegisterDiskMountApprovalCallback(
      Pointer session, @Nullable Pointer match, MountApproval callback, @Nullable Pointer context);

  void DARegisterDiskDisappearedCallback(
      Pointer session, @Nullable Pointer match, Disappeared callback, @Nullable Pointer context);

  void DAUnregisterCallback(Pointer session, Callback callback, @Nullable Pointer context);

  @Nullable Pointer DADissenterCreate(
      @Nullable Pointer allocator, int status, @Nullable Pointer words);

  @Nullable String DADiskGetBSDName(Pointer disk);

  @Nullable Pointer DADiskCopyDescription(Pointer disk);
}
