package io.reeve.platform.macos;

import io.reeve.core.spi.Secret;
import java.io.IOException;

/// Passwords of the Mac's own accounts.
interface AccountPasswords {
  /// Sets it as an administrator does, who need not know the old one.
  void set(String account, Secret password) throws IOException;

  boolean verify(String account, Secret password) throws IOException;
}
