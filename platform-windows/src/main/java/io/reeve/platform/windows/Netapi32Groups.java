package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `netapi32.dll` for groups and accounts. All of it answers an error code.
interface Netapi32Groups extends Library {
  int UF_ACCOUNTDISABLE = 0x2;
  int MAX_PREFERRED_LENGTH = -1;

  @FieldOrder({
    "usri1_name",
    "usri1_password",
    "usri1_password_age",
    "usri1_priv",
    "usri1_home_dir",
    "usri1_comment",
    "usri1_flags",
    "usri1_script_path"
  })
  final class USER_INFO_1 extends WinStructure {
    public @Nullable Pointer usri1_name;
    public @Nullable Pointer usri1_password;
    public int usri1_password_age;
    public int usri1_priv;
    public @Nullable Pointer usri1_home_dir;
    public @Nullable Pointer usri1_comment;
    public int usri1_flags;
    public @Nullable Pointer usri1_script_path;

    USER_INFO_1(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({"usrmod2_domain_name", "usrmod2_domain_id"})
  final class USER_MODALS_INFO_2 extends WinStructure {
    public @Nullable Pointer usrmod2_domain_name;
    public @Nullable Pointer usrmod2_domain_id;

    USER_MODALS_INFO_2(Pointer there) {
      super(there);
      read();
    }
  }

  int NetLocalGroupGetMembers(
      byte @Nullable [] server,
      byte[] group,
      int level,
      long[] members,
      int most,
      int[] read,
      int[] all,
      long[] resume);

  int NetLocalGroupAddMembers(
      byte @Nullable [] server, byte[] group, int level, Pointer members, int count);

  int NetLocalGroupDelMembers(
      byte @Nullable [] server, byte[] group, int level, Pointer members, int count);

  int NetUserGetInfo(byte @Nullable [] server, byte[] user, int level, long[] info);

  int NetUserModalsGet(byte @Nullable [] server, int level, long[] info);

  int NetApiBufferFree(Pointer buffer);
}
