package io.reeve.core.tree;

import java.util.Optional;

/// What the machine says for nodes that describe it.
@FunctionalInterface
public interface NodeValues {
  /// The value of a node in wire form, or empty when this machine has none; the node is then not
  /// there.
  ///
  /// @param path below the branch's prefix, spelt as the branch lists it, for example `Man` or
  ///   `Ext/Microsoft/OSPlatform`
  Optional<String> value(String path);
}
