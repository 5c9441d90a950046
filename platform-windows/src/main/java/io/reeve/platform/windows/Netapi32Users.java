package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `netapi32.dll` for the accounts of this machine. All of it answers an error
/// code.
interface Netapi32Users extends Library {
  int FILTER_NORMAL_ACCOUNT = 0x2;
  int UF_ACCOUNTDISABLE = 0x2;
  int MAX_PREFERRED_LENGTH = -1;

  /// Up to the last that we read.
  @FieldOrder({
    "usri4_name",
    "usri4_password",
    "usri4_password_age",
    "usri4_priv",
    "usri4_home_dir",
    "usri4_comment",
    "usri4_flags",
    "usri4_script_path",
    "usri4_auth_flags",
    "usri4_full_name",
    "usri4_usr_comment",
    "usri4_parms",
    "usri4_workstations",
    "usri4_last_logon",
    "usri4_last_logoff",
    "usri4_acct_expires",
    "usri4_max_storage",
    "usri4_units_per_week",
    "usri4_logon_hours",
    "usri4_bad_pw_count",
    "usri4_num_logons",
    "usri4_logon_server",
    "usri4_country_code",
    "usri4_code_page",
    "usri4_user_sid",
    "usri4_primary_group_id",
    "usri4_profile",
    "usri4_home_dir_drive",
    "usri4_password_expired"
  })
  final class USER_INFO_4 extends WinStructure {
    public @Nullable Pointer usri4_name;
    public @Nullable Pointer usri4_password;
    public int usri4_password_age;
    public int usri4_priv;
    public @Nullable Pointer usri4_home_dir;
    public @Nullable Pointer usri4_comment;
    public int usri4_flags;
    public @Nullable Pointer usri4_script_path;
    public int usri4_auth_flags;
    public @Nullable Pointer usri4_full_name;
    public @Nullable Pointer usri4_usr_comment;
    public @Nullable Pointer usri4_parms;
    public @Nullable Pointer usri4_workstations;
    public int usri4_last_logon;
    public int usri4_last_logoff;
    public int usri4_acct_expires;
    public int usri4_max_storage;
    public int usri4_units_per_week;
    public @Nullable Pointer usri4_logon_hours;
    public int usri4_bad_pw_count;
    public int usri4_num_logons;
    public @Nullable Pointer usri4_logon_server;
    public int usri4_country_code;
    public int usri4_code_page;
    public @Nullable Pointer usri4_user_sid;
    public int usri4_primary_group_id;
    public @Nullable Pointer usri4_profile;
    public @Nullable Pointer usri4_home_dir_drive;
    public int usri4_password_expired;

    USER_INFO_4(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({
    "usri24_internet_identity",
    "usri24_flags",
    "usri24_internet_provider_name",
    "usri24_internet_principal_name",
    "usri24_user_sid"
  })
  final class USER_INFO_24 extends WinStructure {
    public int usri24_internet_identity;
    public int usri24_flags;
    public @Nullable Pointer usri24_internet_provider_name;
    public @Nullable Pointer usri24_internet_principal_name;
    public @Nullable Pointer usri24_user_sid;

    USER_INFO_24(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({"usri1003_password"})
  final class USER_INFO_1003 extends WinStructure {
    public @Nullable Pointer usri1003_password;
  }

  @FieldOrder({"usri1008_flags"})
  final class USER_INFO_1008 extends WinStructure {
    public int usri1008_flags;
  }

  int NetUserEnum(
      byte @Nullable [] server,
      int level,
      int filter,
      long[] names,
      int most,
      int[] read,
      int[] all,
      int @Nullable [] resume);

  int NetLocalGroupEnum(
      byte @Nullable [] server,
      int level,
      long[] groups,
      int most,
      int[] read,
      int[] all,
      long @Nullable [] resume);

  int NetUserGetInfo(byte @Nullable [] server, byte[] user, int level, long[] info);

  int NetUserSetInfo(
      byte @Nullable [] server, byte[] user, int level, Pointer info, int @Nullable [] wrong);

  int NetApiBufferFree(@Nullable Pointer buffer);
}
