package io.reeve.platform.linux;

import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;

/// What we call of systemd-logind, org.freedesktop.login1(5).
@DBusInterfaceName("org.freedesktop.login1.Manager")
interface Login1 extends DBusInterface {
  String SERVICE = "org.freedesktop.login1";
  String OBJECT = "/org/freedesktop/login1";

  /// What everybody who is logged in at a terminal reads before it happens.
  void SetWallMessage(String message, boolean enable);

  /// @param type `reboot` or `poweroff`
  /// @param usec when, in microseconds since 1970
  void ScheduleShutdown(String type, UInt64 usec);

  /// @return whether anything was scheduled
  boolean CancelScheduledShutdown();

  void LockSessions();

  /// Ends every session of that user, and all that runs in them.
  void TerminateUser(UInt32 uid);

  List<Session> ListSessions();

  List<Inhibitor> ListInhibitors();

  /// A session, `(susso)`.
  final class Session extends Struct {
    @Position(0)
    private final String id;

    @Position(1)
    private final UInt32 uid;

    @Position(2)
    private final String user;

    @Position(3)
    private final String seat;

    @Position(4)
    private final DBusPath path;

    public Session(String id, UInt32 uid, String user, String seat, DBusPath path) {
      this.id = id;
      this.uid = uid;
      this.user = user;
      this.seat = seat;
      this.path = path;
    }

    String id() {
      return id;
    }

    UInt32 uid() {
      return uid;
    }

    String user() {
      return user;
    }

    String seat() {
      return seat;
    }

    DBusPath path() {
      return path;
    }
  }

  /// Something that a program asked the machine not to do, `(ssssuu)`.
  final class Inhibitor extends Struct {
    @Position(0)
    private final String what;

    @Position(1)
    private final String who;

    @Position(2)
    private final String why;

    @Position(3)
    private final String mode;

    @Position(4)
    private final UInt32 uid;

    @Position(5)
    private final UInt32 pid;

    public Inhibitor(String what, String who, String why, String mode, UInt32 uid, UInt32 pid) {
      this.what = what;
      this.who = who;
      this.why = why;
      this.mode = mode;
      this.uid = uid;
      this.pid = pid;
    }

    /// Such as `idle:sleep`.
    String what() {
      return what;
    }

    /// `block` or `delay`.
    String mode() {
      return mode;
    }

    /// The number of who asked for it.
    long user() {
      return uid.longValue();
    }

    /// Who asked for it, for people.
    String words() {
      return who + " (" + why + ", process " + pid + ", user " + uid + ")";
    }
  }
}
