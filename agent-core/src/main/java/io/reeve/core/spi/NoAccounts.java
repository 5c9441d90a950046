package io.reeve.core.spi;

import java.io.IOException;

/// Accounts of a system where they are not built: says so.
record NoAccounts(String reason) implements LocalAccounts {
  private NotApplicableException refusal() {
    return new NotApplicableException(reason);
  }

  @Override
  public String administrator() throws IOException {
    throw refusal();
  }

  @Override
  public void needSettable(String account) throws IOException {
    throw refusal();
  }

  @Override
  public void setPassword(String account, Secret password) throws IOException {
    throw refusal();
  }

  @Override
  public boolean isPassword(String account, Secret password) throws IOException {
    throw refusal();
  }

  @Override
  public void disable(String account) throws IOException {
    throw refusal();
  }

  @Override
  public void enable(String account) throws IOException {
    throw refusal();
  }
}
