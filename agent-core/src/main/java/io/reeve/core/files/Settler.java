package io.reeve.core.files;

import java.io.IOException;
import java.util.Set;

/// Makes programs that are running take up what was written to their files. Each system has its own
/// way; on a scratch root nothing runs.
public interface Settler {
  /// Tells them.
  ///
  /// @param names what the catalogue's row calls them: the name of a unit, for example
  void settle(Set<String> names) throws IOException;

  /// What [#settle] would do, for people; empty when it is nothing.
  String effect(Set<String> names);

  /// Where whoever reads the files reads them anew each time.
  static Settler nothing() {
    return new Settler() {
      @Override
      public void settle(Set<String> names) {}

      @Override
      public String effect(Set<String> names) {
        return "";
      }
    };
  }
}
