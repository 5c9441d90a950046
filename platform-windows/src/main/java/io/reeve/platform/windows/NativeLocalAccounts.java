package io.reeve.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The account database of Windows.
final class NativeLocalAccounts implements LocalAccounts {
  private static final int LONGEST = 1024;
  private static final int NO_SUCH_ACCOUNT = 1332;
  private static final int NO_SUCH_USER = 2221;
  private static final int NOT_A_MEMBER = 1377;
  private static final int A_MEMBER_ALREADY = 1378;
  private static final int MOST = 100_000;

  private final Win32 windows;
  private final Netapi32Groups groups;
  private final Advapi32Accounts names;

  NativeLocalAccounts(Win32 windows) {
    this.windows = windows;
    this.groups = windows.load("netapi32", Netapi32Groups.class);
    this.names = windows.load("advapi32", Advapi32Accounts.class);
  }

  @Override
  public Optional<String> sid(String name) throws IOException {
    var sid = new byte[Advapi32Accounts.SECURITY_MAX_SID_SIZE];
    var domain = Wide.buffer(LONGEST);
    int said =
        names.LookupAccountNameW(
            null,
            Wide.of(name),
            sid,
            new int[] {sid.length},
            domain,
            new int[] {LONGEST},
            new int[1]);
    return found(said, "LookupAccountNameW", name) ? Optional.of(Sid.text(sid)) : Optional.empty();
  }

  private boolean found(int said, String call, String subject) throws IOException {
    int code = windows.lastError();
    if (said != 0) {
      return true;
    }
    if (code == NO_SUCH_ACCOUNT) {
      return false;
    }
    throw WinError.failure(call, code, subject);
  }

  private record Named(String name, int kind) {}

  private Optional<Named> named(String sid) throws IOException {
    var name = Wide.buffer(LONGEST);
    var kind = new int[1];
    int said =
        names.LookupAccountSidW(
            null,
            Sid.bytes(sid),
            name,
            new int[] {LONGEST},
            Wide.buffer(LONGEST),
            new int[] {LONGEST},
            kind);
    return found(said, "LookupAccountSidW", sid)
        ? Optional.of(new Named(Wide.text(name), kind[0]))
        : Optional.empty();
  }

  @Override
  public Optional<String> group(String sid) throws IOException {
    return named(sid)
        .filter(each ->
            each.kind == Advapi32Accounts.SidTypeAlias
                || each.kind == Advapi32Accounts.SidTypeWellKnownGroup)
        .map(Named::name);
  }

  @Override
  public Set<String> members(String group) throws IOException {
    var info = new long[1];
    var count = new int[1];
    int said =
        groups.NetLocalGroupGetMembers(
            null,
            Wide.of(group),
            0,
            info,
            Netapi32Groups.MAX_PREFERRED_LENGTH,
            count,
            new int[1],
            new long[1]);
    WinError.check("NetLocalGroupGetMembers", said, group);
    var members = new LinkedHashSet<String>();
    if (info[0] == 0) {
      return members;
    }
    var there = new Pointer(info[0]);
    try {
      for (int i = 0; i < Math.min(count[0], MOST); i++) {
        members.add(Sid.at(there.getPointer(8L * i)));
      }
      return members;
    } finally {
      groups.NetApiBufferFree(there);
    }
  }

  @Override
  public void add(String group, String sid) throws IOException {
    int said = groups.NetLocalGroupAddMembers(null, Wide.of(group), 0, list(sid), 1);
    if (said != A_MEMBER_ALREADY) {
      WinError.check("NetLocalGroupAddMembers", said, sid + " in " + group);
    }
  }

  @Override
  public void remove(String group, String sid) throws IOException {
    int said = groups.NetLocalGroupDelMembers(null, Wide.of(group), 0, list(sid), 1);
    if (said != NOT_A_MEMBER) {
      WinError.check("NetLocalGroupDelMembers", said, sid + " in " + group);
    }
  }

  /// A list of one: a pointer, and behind it what it points at.
  private static Memory list(String sid) {
    var bytes = Sid.bytes(sid);
    var memory = new Memory(8L + bytes.length);
    memory.setPointer(0, memory.share(8));
    memory.write(8, bytes, 0, bytes.length);
    return memory;
  }

  @Override
  public String machine() throws IOException {
    var info = new long[1];
    WinError.check("NetUserModalsGet", groups.NetUserModalsGet(null, 2, info), "the machine");
    var there = new Pointer(info[0]);
    try {
      var modals = new Netapi32Groups.USER_MODALS_INFO_2(there);
      return Sid.at(Objects.requireNonNull(modals.usrmod2_domain_id));
    } finally {
      groups.NetApiBufferFree(there);
    }
  }

  @Override
  public boolean isEnabled(String sid) throws IOException {
    var user = named(sid).filter(each -> each.kind == Advapi32Accounts.SidTypeUser);
    if (user.isEmpty()) {
      return false;
    }
    var info = new long[1];
    int said = groups.NetUserGetInfo(null, Wide.of(user.get().name), 1, info);
    if (said == NO_SUCH_USER) {
      return false;
    }
    WinError.check("NetUserGetInfo", said, user.get().name);
    var there = new Pointer(info[0]);
    try {
      int flags = new Netapi32Groups.USER_INFO_1(there).usri1_flags;
      return (flags & Netapi32Groups.UF_ACCOUNTDISABLE) == 0;
    } finally {
      groups.NetApiBufferFree(there);
    }
  }
}
