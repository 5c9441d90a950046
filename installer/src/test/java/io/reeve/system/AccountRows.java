package io.reeve.system;

import java.util.List;

/// Passwords, accounts and what people see before they log in.
final class AccountRows {
  static final String LOCK = "./Device/Vendor/MSFT/Policy/Config/DeviceLock/";
  static final String LOGON =
      "./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/InteractiveLogon_";

  static final String BANNER = LOGON + "MessageTextForUsersAttemptingToLogOn";

  /// Each backslash once, whoever shows it.
  private static final String BANNER_SHOWN =
      "^Property of Example Ltd\\.\\R^Ask on drive N:\\\\net$";

  private static final List<String> NO_QUALITY_FILE =
      List.of("find", "/etc/security", "-path", "*.d/*reeve*", "-delete");

  private AccountRows() {}

  static List<Row> rows() {
    return List.of(
        Row.of("pw.min-length")
            .wish(LOCK + "MinDevicePasswordLength", "int", "14")
            .effective(Passwords.refused("Xq7-vulcan", "shorter than 14 characters"))
            .effective(Passwords.accepted())
            .drift(NO_QUALITY_FILE.toArray(String[]::new)),
        Row.of("pw.complexity")
            .wish(LOCK + "MinDevicePasswordComplexCharacters", "int", "4")
            .effective(Passwords.refused("Xq7vulcanizer", "less than|non-alphanumeric|special"))
            .effective(Passwords.accepted())
            .drift(NO_QUALITY_FILE.toArray(String[]::new)),
        Row.of("pw.max-age")
            .wish(LOCK + "DevicePasswordExpiration", "int", "90")
            .effective(Probe.shows("^Maximum.*: 90$", "chage", "--list", "alice"))
            .drift("chage", "--maxdays", "99999", "alice"),
        Row.of("pw.history")
            .wish(LOCK + "DevicePasswordHistory", "int", "5")
            .effective(Passwords.usedBefore())
            .effective(Passwords.accepted())
            .drift("sed", "--in-place", "/pam_pwhistory/d", "/etc/pam.d/common-password"),
        Row.of("pw.lockout")
            .wish(
                LOCK + "AccountLockoutPolicy",
                "chr",
                "AccountLockoutDuration:15, AccountLockoutThreshold:3,"
                    + " ResetAccountLockoutCounterAfter:15")
            .effective(Passwords.lockedAfterThree())
            .drift("sed", "--in-place", "s/^deny.*/deny = 99/", "/etc/security/faillock.conf"),
        Row.of("lock.idle")
            .scene(AccountRows::aliceWantsNoLock)
            .wish(LOCK + "MaxInactivityTimeDeviceLock", "int", "10")
            .effective(Probe.shows("^uint32 600$", gsettings("get", "session idle-delay")))
            .effective(Probe.shows("^false$", gsettings("writable", "session idle-delay")))
            .effective(Probe.shows("^true$", gsettings("get", "screensaver lock-enabled")))
            .effective(Probe.shows("^false$", gsettings("writable", "screensaver lock-enabled")))
            .effective(Probe.shows("^uint32 0$", gsettings("get", "screensaver lock-delay")))
            .effective(Probe.shows("^false$", gsettings("writable", "screensaver lock-delay")))
            .effective(Probe.shows("^TMOUT=600$", shell("echo TMOUT=$TMOUT")))
            .effective(Probe.shows("TMOUT: readonly variable", shell("TMOUT=0")))
            .drift(
                "the lock removed and `dconf update`",
                machine -> {
                  machine.need("find", "/etc/dconf/db/local.d/locks", "-type", "f", "-delete");
                  machine.need("dconf", "update");
                }),
        Row.of("acct.admins")
            .wish(
                "./Device/Vendor/MSFT/Policy/Config/LocalUsersAndGroups/Configure",
                "chr",
                "<GroupConfiguration><accessgroup desc=\"S-1-5-32-544\"><group action=\"U\"/>"
                    + "<add member=\"bob\"/></accessgroup></GroupConfiguration>")
            .effective(Probe.shows("\\bsudo\\b", "id", "-nG", "bob"))
            .effective(Probe.shows("\\(ALL : ALL\\) ALL", "sudo", "-l", "-U", "bob"))
            .drift("gpasswd", "--delete", "bob", "sudo"),
        Row.of("logon.banner")
            .wish(BANNER, "chr", "Property of Example Ltd.\uF000Ask on drive N:\\net")
            .effective(Probe.shows(BANNER_SHOWN, atTheConsole()))
            .effective(
                Probe.shows(BANNER_SHOWN, loggingIn()).as("what `ssh` shows before the password"))
            .drift("sed", "--in-place", "s/Example/Rogue/", "/etc/issue"));
  }

  /// As far as she may: while the setting holds she is refused.
  private static void aliceWantsNoLock(BootedMachine machine) {
    machine.run(gsettings("set", "screensaver lock-enabled false"));
    machine.run(gsettings("set", "screensaver lock-delay 30"));
  }

  /// What a desktop of Alice's asks.
  private static String[] gsettings(String verb, String key) {
    return ("runuser -u alice -- dbus-run-session -- gsettings "
            + verb
            + " org.gnome.desktop."
            + key)
        .split(" ");
  }

  /// What Alice types after she has logged in.
  static String[] shell(String typed) {
    return new String[] {"runuser", "-u", "alice", "--", "bash", "-lic", typed};
  }

  /// What a console shows; agetty speaks only to a terminal.
  static String[] atTheConsole() {
    return new String[] {"script", "-qec", "agetty --show-issue", "/dev/null"};
  }

  private static String[] loggingIn() {
    return new String[] {
      "ssh",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
      "alice@localhost",
      "true"
    };
  }
}
