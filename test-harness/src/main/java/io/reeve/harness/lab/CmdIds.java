package io.reeve.harness.lab;

import java.util.UUID;
import java.util.function.Supplier;

/// Gives the CmdIDs of one message: 1, 2, 3, ... or, sloppy, UUIDs.
final class CmdIds implements Supplier<String> {
  private final boolean uuids;
  private int last;

  CmdIds(boolean uuids) {
    this.uuids = uuids;
  }

  @Override
  public String get() {
    if (uuids) {
      return UUID.randomUUID().toString();
    }
    last++;
    return Integer.toString(last);
  }
}
