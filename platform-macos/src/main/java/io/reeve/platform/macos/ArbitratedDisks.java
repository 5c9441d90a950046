package io.reeve.platform.macos;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Disks through DiskArbitration, and diskutil(8) for what is mounted anew.
final class ArbitratedDisks implements Disks {
  private static final String DISKUTIL = "/usr/sbin/diskutil";
  private static final int READ_ONLY_FLAG = 1;
  private static final int NO_WAIT = 2;
  private static final Set<String> NO_DISKS = Set.of("Disk Image", "Virtual Interface");
  private final Tools tools;

  ArbitratedDisks(Tools tools) {
    this.tools = tools;
  }

  private static final class Holder {
    static final DiskArbitration DA = Cf.framework("DiskArbitration", DiskArbitration.class);
    static final NativeLibrary SYMBOLS = NativeLibrary.getInstance("DiskArbitration");
  }

  @Override
  public List<Volume> mounted() throws IOException {
    var volumes = new ArrayList<Volume>();
    for (var mount : mounts()) {
      var from = text(mount.f_mntfromname);
      if (from.startsWith("/dev/disk") && isExternal(from.substring(5))) {
        volumes.add(new Volume(from.substring(5), (mount.f_flags & READ_ONLY_FLAG) == 0));
      }
    }
    return volumes;
  }

  private static List<LibSystem.Statfs> mounts() throws IOException {
    int size = new LibSystem.Statfs().size();
    int count = LibSystem.load().getfsstat(null, 0, NO_WAIT) + 8;
    var bytes = new byte[size * count];
    int found = Math.min(count, LibSystem.load().getfsstat(bytes, bytes.length, NO_WAIT));
    var mounts = new ArrayList<LibSystem.Statfs>();
    try (var memory = new Memory(bytes.length)) {
      memory.write(0, bytes, 0, bytes.length);
      for (int i = 0; i < found; i++) {
        mounts.add(new LibSystem.Statfs(memory.share((long) size * i, size)));
      }
    }
    return checked(mounts);
  }

  /// Every Mac has its startup volume mounted: without it the table was misread, and what stands in
  /// it is not to be believed.
  static List<LibSystem.Statfs> checked(List<LibSystem.Statfs> mounts) throws IOException {
    if (mounts.stream().noneMatch(mount -> text(mount.f_mntonname).equals("/"))) {
      throw new OsException("getfsstat", 0, "nothing is mounted at / in what it says");
    }
    return mounts;
  }

  private static String text(byte[] name) {
    return Native.toString(name, "UTF-8");
  }

  private boolean isExternal(String device) throws IOException {
    var info = tools.plist(DISKUTIL, "info", "-plist", device);
    boolean inside = info.path("Internal").asBoolean(true);
    return (!inside || info.path("RemovableMedia").asBoolean())
        && !NO_DISKS.contains(info.path("BusProtocol").asText());
  }

  @Override
  public void mount(String device, boolean writable) throws IOException {
    if (writable) {
      tools.text(DISKUTIL, "mount", device);
    } else {
      tools.text(DISKUTIL, "mount", "readOnly", device);
    }
  }

  @Override
  public void unmount(Volume volume) throws IOException {
    tools.text(DISKUTIL, "unmount", volume.device());
  }

  @Override
  public Guard guard(Access access) throws IOException {
    var watch = new Approval(access);
    watch.start();
    return watch;
  }

  /// Asked before anything is mounted, on a thread of its own that runs a run loop. The answer must
  /// not wait for anything, so what follows it is done by another.
  private final class Approval implements Guard, DiskArbitration.MountApproval {
    private final Access access;
    private final ReadOnlyMounts narrowed = new ReadOnlyMounts(ArbitratedDisks.this);
    private final ExecutorService worker =
        Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().name("reeve-mount").daemon().unstarted(work));
    private final CountDownLatch ready = new CountDownLatch(1);

    /// Held as long as the system may call it.
    private final DiskArbitration.Disappeared gone = this::gone;

    private volatile @Nullable Pointer loop;
    private volatile boolean on = true;

    Approval(Access access) {
      this.access = access;
    }

    void start() throws IOException {
      Thread.ofPlatform().name("reeve-disks").daemon().start(this::run);
      try {
        ready.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the agent ends", e);
      }
      if (!on) {
        throw new OsException("DASessionCreate", 0, "DiskArbitration does not answer");
      }
    }

    private void run() {
      var session = Holder.DA.DASessionCreate(null);
      if (session == null) {
        on = false;
        ready.countDown();
        return;
      }
      var mode = Cf.constant("kCFRunLoopDefaultMode");
      var here = Cf.CF.CFRunLoopGetCurrent();
      loop = here;
      Holder.DA.DARegisterDiskMountApprovalCallback(session, null, this, null);
      Holder.DA.DARegisterDiskDisappearedCallback(session, null, gone, null);
      Holder.DA.DASessionScheduleWithRunLoop(session, here, mode);
      ready.countDown();
      while (on) {
        Cf.CF.CFRunLoopRunInMode(mode, 3600, (byte) 0);
      }
      Holder.DA.DAUnregisterCallback(session, this, null);
      Holder.DA.DAUnregisterCallback(session, gone, null);
      Holder.DA.DASessionUnscheduleFromRunLoop(session, here, mode);
      Cf.CF.CFRelease(session);
    }

    @Override
    public @Nullable Pointer invoke(Pointer disk, @Nullable Pointer context) {
      var device = Holder.DA.DADiskGetBSDName(disk);
      if (device == null || narrowed.isUnderWay(device) || !comesAndGoes(disk)) {
        return null;
      }
      if (access == Access.READ_ONLY) {
        worker.execute(() -> narrowed.admit(device));
      }
      return Holder.DA.DADissenterCreate(null, DiskArbitration.NOT_PERMITTED, null);
    }

    private void gone(Pointer disk, @Nullable Pointer context) {
      var device = Holder.DA.DADiskGetBSDName(disk);
      if (device != null) {
        narrowed.forget(device);
      }
    }

    @Override
    public void admit(String device) {
      narrowed.admit(device);
    }

    @Override
    public Set<String> narrowed() {
      return narrowed.mounted();
    }

    private static boolean comesAndGoes(Pointer disk) {
      var description = Holder.DA.DADiskCopyDescription(disk);
      if (description == null) {
        return true;
      }
      try (var cf = new Cf()) {
        var protocol = value(description, "kDADiskDescriptionDeviceProtocolKey");
        boolean real = protocol == null || !NO_DISKS.contains(cf.string(protocol));
        return real
            && (!isTrue(description, "kDADiskDescriptionDeviceInternalKey")
                || isTrue(description, "kDADiskDescriptionMediaRemovableKey"));
      } finally {
        Cf.CF.CFRelease(description);
      }
    }

    private static boolean isTrue(Pointer description, String key) {
      var truth = value(description, key);
      return truth != null && Cf.CF.CFBooleanGetValue(truth) != 0;
    }

    private static @Nullable Pointer value(Pointer description, String key) {
      return Cf.CF.CFDictionaryGetValue(description, Cf.constant(Holder.SYMBOLS, key));
    }

    @Override
    public boolean isOn() {
      return on;
    }

    @Override
    public void close() {
      on = false;
      var running = loop;
      if (running != null) {
        Cf.CF.CFRunLoopStop(running);
      }
      worker.shutdown();
    }
  }
}
