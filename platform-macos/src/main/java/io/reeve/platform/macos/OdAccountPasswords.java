package io.reeve.platform.macos;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.util.Arrays;

/// Passwords through OpenDirectory: no program and no argument list sees them.
final class OdAccountPasswords implements AccountPasswords {
  private static final class Holder {
    static final OpenDirectory OD = Cf.framework("OpenDirectory", OpenDirectory.class);
    static final NativeLibrary SYMBOLS = NativeLibrary.getInstance("OpenDirectory");
  }

  private static Pointer record(Cf cf, String account) throws IOException {
    var error = new PointerByReference();
    var node =
        cf.own(
            Holder.OD.ODNodeCreateWithNodeType(null, null, OpenDirectory.LOCAL_NODES, error),
            "ODNodeCreateWithNodeType",
            error);
    var users = Cf.constant(Holder.SYMBOLS, "kODRecordTypeUsers");
    return cf.own(
        Holder.OD.ODNodeCopyRecord(node, users, cf.text(account), null, error),
        "ODNodeCopyRecord " + account,
        error);
  }

  private static Pointer text(Cf cf, Secret secret) throws IOException {
    var bytes = secret.copy();
    try {
      return cf.text(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void set(String account, Secret password) throws IOException {
    try (var cf = new Cf()) {
      var error = new PointerByReference();
      var record = record(cf, account);
      if (Holder.OD.ODRecordChangePassword(record, null, text(cf, password), error) == 0) {
        throw cf.failure("ODRecordChangePassword", error);
      }
    }
  }

  @Override
  public boolean verify(String account, Secret password) throws IOException {
    try (var cf = new Cf()) {
      var error = new PointerByReference();
      var record = record(cf, account);
      if (Holder.OD.ODRecordVerifyPassword(record, text(cf, password), error) != 0) {
        return true;
      }
      var why = cf.failure("ODRecordVerifyPassword", error);
      if (why.code() == OpenDirectory.WRONG_PASSWORD) {
        return false;
      }
      throw why;
    }
  }
}
