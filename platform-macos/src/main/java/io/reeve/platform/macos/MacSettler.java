package io.reeve.platform.macos;

import io.reeve.core.files.Settler;
import java.io.IOException;
import java.util.Set;

/// Makes the resolver look into the hosts file again; whoever else reads files reads them anew.
record MacSettler(Tools tools) implements Settler {
  @Override
  public void settle(Set<String> names) throws IOException {
    if (names.contains("resolver") && tools.live()) {
      tools.text("/usr/bin/dscacheutil", "-flushcache");
      tools.text("/usr/bin/killall", "-HUP", "mDNSResponder");
    }
  }

  @Override
  public String effect(Set<String> names) {
    return names.contains("resolver") && tools.live() ? "flushes the cache of names" : "";
  }
}
