package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import java.util.Map;

/// Error codes of Windows, and what they mean to people.
final class WinError {
  static final int SUCCESS = 0;
  static final int FILE_NOT_FOUND = 2;
  static final int PATH_NOT_FOUND = 3;
  static final int ACCESS_DENIED = 5;
  static final int MORE_DATA = 234;
  static final int NO_MORE_ITEMS = 259;
  static final int KEY_DELETED = 1018;

  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(FILE_NOT_FOUND, "it does not exist"),
          Map.entry(PATH_NOT_FOUND, "it does not exist"),
          Map.entry(ACCESS_DENIED, "access is denied"),
          Map.entry(6, "the handle is not valid"),
          Map.entry(8, "there is not enough memory"),
          Map.entry(13, "the data are not valid"),
          Map.entry(32, "another program uses it"),
          Map.entry(50, "this Windows does not support it"),
          Map.entry(87, "a parameter is wrong"),
          Map.entry(112, "the disk is full"),
          Map.entry(120, "this Windows does not have the call"),
          Map.entry(123, "the name is not valid"),
          Map.entry(126, "the library is not installed"),
          Map.entry(183, "it exists already"),
          Map.entry(KEY_DELETED, "the registry key is being deleted"),
          Map.entry(1051, "services that run depend on it"),
          Map.entry(1052, "the service does not take that order"),
          Map.entry(1053, "the service did not answer in time"),
          Map.entry(1056, "the service runs already"),
          Map.entry(1058, "the service is disabled"),
          Map.entry(1060, "there is no such service"),
          Map.entry(1061, "the service cannot take orders now"),
          Map.entry(1062, "the service does not run"),
          Map.entry(1068, "a service it depends on did not start"),
          Map.entry(1069, "the service could not log on"),
          Map.entry(1072, "the service is being deleted"),
          Map.entry(1115, "the machine is shutting down"),
          Map.entry(1168, "it was not found"),
          Map.entry(1314, "the process lacks the privilege"),
          Map.entry(1326, "the name or the password is wrong"),
          Map.entry(1332, "there is no such account"),
          Map.entry(1376, "there is no such local group"),
          Map.entry(1377, "the account is not a member of the group"),
          Map.entry(1378, "the account is a member of the group already"),
          Map.entry(1601, "Windows Installer does not run"),
          Map.entry(1602, "it was called off"),
          Map.entry(1603, "its installer failed; the event log says more"),
          Map.entry(1612, "what it was installed from is gone"),
          Map.entry(1620, "the package cannot be opened"),
          Map.entry(1625, "a policy of this machine forbids it"),
          Map.entry(1633, "it is for another kind of processor"),
          Map.entry(1638, "another version of it is installed"),
          Map.entry(1722, "the service that answers for it does not run"),
          Map.entry(2140, "this Windows does not have the call"),
          Map.entry(2220, "there is no such group"),
          Map.entry(2221, "there is no such user"),
          Map.entry(2245, "the password does not meet the policy"),
          Map.entry(0x80004001, "it is not implemented"),
          Map.entry(0x80004002, "it has no such interface"),
          Map.entry(0x80004003, "a pointer is missing"),
          Map.entry(0x800706D9, "the service that answers for it does not run"),
          Map.entry(0x80004005, "it failed without saying why"),
          Map.entry(0x80070005, "access is denied"),
          Map.entry(0x80070002, "it does not exist"),
          Map.entry(0x8007000E, "there is not enough memory"),
          Map.entry(0x80070057, "a parameter is wrong"),
          Map.entry(0x80040154, "the component is not registered"),
          Map.entry(0x80090010, "access is denied"),
          Map.entry(0x8009000F, "it exists already"),
          Map.entry(0x80090016, "there is no such key"),
          Map.entry(0x80090029, "it is not supported"),
          Map.entry(0x80090030, "the device is not ready"),
          Map.entry(0x80090009, "a flag is not supported"),
          Map.entry(Tbs.TBS_E_TPM_NOT_FOUND, "there is no security chip that works"),
          Map.entry(0x80092004, "it was not found"),
          Map.entry(0x80093102, "the data are not a certificate"),
          Map.entry(0x800B0100, "it has no signature"),
          Map.entry(0x80096010, "it is not what was signed"),
          Map.entry(0x800B0109, "its signer's authority is not trusted here"),
          Map.entry(0x800B010C, "its signer's certificate was revoked"),
          Map.entry(0x800B0101, "its signer's certificate was not valid then"),
          Map.entry(0x80041002, "it was not found"),
          Map.entry(0x80041003, "access is denied"),
          Map.entry(0x8004100E, "this Windows does not have that namespace"),
          Map.entry(0x80041010, "this Windows does not have that class"));

  private WinError() {}

  /// What the code means. Windows says it in full with `net helpmsg` and `certutil -error`.
  static String meaning(int code) {
    var known = MEANINGS.get(code);
    if (known != null) {
      return known;
    }
    return code < 0 ? "Windows says 0x%08X".formatted(code) : "Windows says " + code;
  }

  /// The failure of a call.
  ///
  /// @param call the function
  /// @param code what it answered
  /// @param subject what it was called for, for people: a key, a service, a name
  static OsException failure(String call, int code, String subject) {
    return new OsException(call, code, subject + ": " + meaning(code));
  }

  /// Goes on when the call has succeeded.
  static void check(String call, int code, String subject) throws OsException {
    if (code != SUCCESS) {
      throw failure(call, code, subject);
    }
  }
}
