package io.reeve.installer.bench;

import java.io.IOException;

/// A part of the measurements that can be taken by itself.
@FunctionalInterface
interface Part {
  /// Takes the measurements, or fails with a [BenchException].
  ///
  /// @return the tables, in Markdown
  String measure() throws IOException, InterruptedException;
}
