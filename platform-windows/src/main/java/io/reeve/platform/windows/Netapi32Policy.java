package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure.FieldOrder;
import org.jspecify.annotations.Nullable;

/// What we call of `netapi32.dll` for the rules of passwords. All of it answers an error code;
/// times are in seconds.
interface Netapi32Policy extends Library {
  int TIMEQ_FOREVER = -1;

  @FieldOrder({
    "usrmod0_min_passwd_len",
    "usrmod0_max_passwd_age",
    "usrmod0_min_passwd_age",
    "usrmod0_force_logoff",
    "usrmod0_password_hist_len"
  })
  final class USER_MODALS_INFO_0 extends WinStructure {
    public int usrmod0_min_passwd_len;
    public int usrmod0_max_passwd_age;
    public int usrmod0_min_passwd_age;
    public int usrmod0_force_logoff;
    public int usrmod0_password_hist_len;

    USER_MODALS_INFO_0(Pointer there) {
      super(there);
      read();
    }
  }

  @FieldOrder({
    "usrmod3_lockout_duration",
    "usrmod3_lockout_observation_window",
    "usrmod3_lockout_threshold"
  })
  final class USER_MODALS_INFO_3 extends WinStructure {
    public int usrmod3_lockout_duration;
    public int usrmod3_lockout_observation_window;
    public int usrmod3_lockout_threshold;

    USER_MODALS_INFO_3(Pointer there) {
      super(there);
      read();
    }
  }

  int NetUserModalsGet(byte @Nullable [] server, int level, long[] info);

  int NetUserModalsSet(byte @Nullable [] server, int level, Pointer info, int[] wrong);

  int NetApiBufferFree(Pointer buffer);
}
