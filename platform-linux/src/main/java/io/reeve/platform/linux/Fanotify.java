package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import io.reeve.core.spi.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// fanotify(7) in its form that names folder, name and process of an event, since Linux 5.9. It
/// needs `CAP_SYS_ADMIN`.
final class Fanotify implements AutoCloseable {
  private static final int CLOEXEC = 0x1;
  private static final int REPORT_DIR_FID = 0x400;
  private static final int REPORT_NAME = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int ADD = 0x1;
  private static final int REMOVE = 0x2;
  private static final int ONLY_DIR = 0x8;

  /// Content and attributes changed, or something was closed after writing, moved, made, deleted;
  /// told of what is in the folder.
  private static final long CHANGES = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x0800_0000;

  private static final int AT_FDCWD = -100;
  private static final int AT_HANDLE_FID = 0x200;
  private static final int EINTR = 4;
  private static final int EBADF = 9;
  private static final int POLLIN = 0x1;
  private static final int METADATA = 24;
  private static final int DIRECTORY_AND_NAME = 2;
  private static final int LONGEST_HANDLE = 128;
  private static final int FSID_IN_STATFS = 56;

  interface LibC extends Library {
    int fanotify_init(int flags, int eventFlags) throws LastErrorException;

    int fanotify_mark(int fd, int flags, long mask, int dirfd, String path)
        throws LastErrorException;

    int name_to_handle_at(int dirfd, String path, byte[] handle, int[] mount, int flags)
        throws LastErrorException;

    int statfs(String path, byte[] buffer) throws LastErrorException;

    int poll(PollFd[] fds, NativeLong count, int timeout) throws LastErrorException;

    NativeLong read(int fd, byte[] buffer, NativeLong size) throws LastErrorException;

    int close(int fd) throws LastErrorException;
  }

  /// `struct pollfd`.
  @Structure.FieldOrder({"fd", "events", "revents"})
  public static final class PollFd extends Structure {
    public int fd;
    public short events;
    public short revents;
  }

  private static final class Holder {
    static final LibC C =
        Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
  }

  /// Something happened to that name in that folder.
  ///
  /// @param folder as [#mark] gave it
  /// @param name `.` for the folder itself
  /// @param process who did it; 0 when it is in another process namespace
  /// @param what the kernel's bits for what happened; those of several events may come together
  record Event(String folder, String name, int process, long what) {
    private static final long MODIFIED = 0x2;
    private static final long CLOSED = 0x8;

    /// Whether something was written, and what wrote it goes on.
    boolean isWriting() {
      return (what & MODIFIED) != 0 && !isClosing();
    }

    /// Whether something was closed that was open for writing.
    boolean isClosing() {
      return (what & CLOSED) != 0;
    }
  }

  private final int fd;
  private final Wakeup wake;
  private final byte[] buffer = new byte[64 << 10];
  private boolean closed;

  /// @throws OsException when the kernel refuses
  Fanotify() throws OsException {
    wake = Wakeup.open();
    try {
      fd = Holder.C.fanotify_init(CLOEXEC | REPORT_DIR_FID | REPORT_NAME, O_CLOEXEC);
    } catch (LastErrorException e) {
      wake.close();
      throw new OsException("fanotify_init", e.getErrorCode(), "changes of files cannot be traced");
    }
  }

  /// Tells of changes in that folder from now on; once is enough.
  ///
  /// @return what events call the folder
  synchronized String mark(Path folder) throws OsException {
    needOpen(folder);
    try {
      Holder.C.fanotify_mark(fd, ADD | ONLY_DIR, CHANGES, AT_FDCWD, folder.toString());
      return identity(folder.toString());
    } catch (LastErrorException e) {
      throw new OsException("fanotify_mark", e.getErrorCode(), folder + " cannot be traced");
    }
  }

  /// Tells of that folder no more.
  synchronized void unmark(Path folder) throws OsException {
    needOpen(folder);
    try {
      Holder.C.fanotify_mark(fd, REMOVE | ONLY_DIR, CHANGES, AT_FDCWD, folder.toString());
    } catch (LastErrorException e) {
      throw new OsException("fanotify_mark", e.getErrorCode(), folder + " is not traced");
    }
  }

  private void needOpen(Path folder) throws OsException {
    if (closed) {
      throw new OsException("fanotify_mark", EBADF, folder + " is not traced: it has ended");
    }
  }

  private static String identity(String folder) {
    var statfs = new byte[256];
    Holder.C.statfs(folder, statfs);
    var handle = new byte[8 + LONGEST_HANDLE];
    ByteBuffer.wrap(handle).order(ByteOrder.nativeOrder()).putInt(LONGEST_HANDLE);
    try {
      Holder.C.name_to_handle_at(AT_FDCWD, folder, handle, new int[1], AT_HANDLE_FID);
    } catch (LastErrorException _) {
      // A kernel before 6.5 knows no such flag.
      Holder.C.name_to_handle_at(AT_FDCWD, folder, handle, new int[1], 0);
    }
    return identity(
        ByteBuffer.wrap(statfs).order(ByteOrder.nativeOrder()).getLong(FSID_IN_STATFS),
        ByteBuffer.wrap(handle).order(ByteOrder.nativeOrder()));
  }

  /// The file system and what it calls the folder; leaves the buffer behind the handle.
  private static String identity(long fileSystem, ByteBuffer handle) {
    int length = handle.getInt();
    int type = handle.getInt();
    var bytes = new byte[Math.min(length, handle.remaining())];
    handle.get(bytes);
    return fileSystem + "/" + type + "/" + Arrays.toString(bytes);
  }

  /// Waits for events.
  ///
  /// @return empty when it was closed
  List<Event> await() throws OsException {
    var fds = (PollFd[]) new PollFd().toArray(2);
    fds[0].fd = fd;
    fds[1].fd = wake.descriptor();
    for (var each : fds) {
      each.events = POLLIN;
    }
    try {
      while (poll(fds)) {
        int length = Holder.C.read(fd, buffer, new NativeLong(buffer.length)).intValue();
        var events = parse(ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.nativeOrder()));
        if (!events.isEmpty()) {
          return events;
        }
      }
      return List.of();
    } catch (LastErrorException e) {
      throw new OsException("fanotify", e.getErrorCode(), "changes of files are traced no more");
    }
  }

  /// @return whether there are events; false when it is to end
  private static boolean poll(PollFd[] fds) {
    while (true) {
      try {
        Holder.C.poll(fds, new NativeLong(fds.length), -1);
        return fds[1].revents == 0;
      } catch (LastErrorException e) {
        if (e.getErrorCode() != EINTR) {
          throw e;
        }
      }
    }
  }

  /// Events of `struct fanotify_event_metadata`, each followed by its information records.
  static List<Event> parse(ByteBuffer events) {
    var parsed = new ArrayList<Event>();
    while (events.remaining() >= METADATA) {
      int start = events.position();
      int length = events.getInt(start);
      if (length < METADATA || length > events.remaining()) {
        return parsed;
      }
      long what = events.getLong(start + 8);
      int process = events.getInt(start + 20);
      int at = start + METADATA;
      while (at + 4 <= start + length) {
        int size = Short.toUnsignedInt(events.getShort(at + 2));
        if (size < 4 || at + size > start + length) {
          break;
        }
        if (events.get(at) == DIRECTORY_AND_NAME && size >= 20) {
          parsed.add(event(events.slice(at, size).order(ByteOrder.nativeOrder()), process, what));
        }
        at += size;
      }
      events.position(start + length);
    }
    return parsed;
  }

  private static Event event(ByteBuffer information, int process, long what) {
    long fileSystem = information.getLong(4);
    information.position(12);
    var folder = identity(fileSystem, information);
    var rest = new byte[information.remaining()];
    information.get(rest);
    int end = 0;
    while (end < rest.length && rest[end] != 0) {
      end++;
    }
    return new Event(folder, new String(rest, 0, end, StandardCharsets.UTF_8), process, what);
  }

  /// Makes [#await] return.
  void wake() {
    wake.wake();
  }

  /// Frees what it has, once; nobody may wait any more. What is asked later is refused, because the
  /// numbers may be somebody else's by then.
  @Override
  public synchronized void close() throws OsException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Holder.C.close(fd);
    } catch (LastErrorException e) {
      throw new OsException("close", e.getErrorCode(), "the tracing of files did not end well");
    } finally {
      wake.close();
    }
  }
}
