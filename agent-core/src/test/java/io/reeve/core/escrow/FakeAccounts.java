package io.reeve.core.escrow;

import io.reeve.core.spi.LocalAccounts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Accounts in memory.
final class FakeAccounts implements LocalAccounts {
  final Map<String, String> passwords = new HashMap<>(Map.of("admin", "old", "root", "old"));
  final TreeSet<String> disabled = new TreeSet<>();

  /// Whether the system refuses passwords.
  boolean refuses;

  /// Whether the system takes a password and then says that it has not.
  boolean late;

  /// Whether the system does not say which password counts.
  boolean silent;

  /// Whether the system says that it has taken a password, and has not.
  boolean deaf;

  /// Whether the process ends before, or after, a password is set.
  boolean diesBefore;

  boolean diesAfter;

  /// Nothing of what would have followed happens.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Override
  public String administrator() {
    return "admin";
  }

  @Override
  public void needSettable(String account) throws IOException {
    if (!passwords.containsKey(account)) {
      throw new NotApplicableException("no account '" + account + "'");
    }
  }

  @Override
  public void setPassword(String account, Secret password) throws IOException {
    if (refuses) {
      throw new IOException("the disk is full");
    }
    if (diesBefore) {
      throw new Killed();
    }
    if (!deaf) {
      passwords.put(account, text(password));
    }
    if (diesAfter) {
      throw new Killed();
    }
    if (late) {
      throw new IOException("it took too long");
    }
  }

  @Override
  public boolean isPassword(String account, Secret password) throws IOException {
    if (silent) {
      throw new IOException("nobody answers");
    }
    return text(password).equals(passwords.get(account));
  }

  private static String text(Secret password) {
    return new String(password.copy(), StandardCharsets.US_ASCII);
  }

  @Override
  public void disable(String account) throws IOException {
    needSettable(account);
    disabled.add(account);
  }

  @Override
  public void enable(String account) throws IOException {
    needSettable(account);
    disabled.remove(account);
  }
}
