package io.reeve.core.tree;

import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.TreeSet;

/// The interior nodes that the catalogue's addresses imply.
final class CatalogPaths {
  private static final int CSP_DEPTH = 4;
  private static final OmaUri POLICY_CONFIG = OmaUri.parse("./Device/Vendor/MSFT/Policy/Config");
  private final List<OmaUri> rows;

  CatalogPaths(Catalog catalog) {
    rows = catalog.all().stream().map(setting -> OmaUri.parse(setting.uri())).toList();
  }

  /// What an address that is no setting's can be.
  enum Kind {
    /// No node.
    NONE,
    /// The root of a configuration service provider or above: always there, never deleted.
    ROOT,
    /// Always there.
    PERMANENT,
    /// There while something is wanted below it.
    DYNAMIC
  }

  Kind kind(OmaUri uri) {
    var above = rows.stream().filter(row -> isAbove(uri, row)).toList();
    if (above.isEmpty()) {
      return Kind.NONE;
    }
    int depth = uri.segments().size();
    if (depth <= CSP_DEPTH || (depth == CSP_DEPTH + 1 && uri.isBelow(POLICY_CONFIG))) {
      return Kind.ROOT;
    }
    boolean literal =
        above.stream()
            .anyMatch(row -> row.segments().stream().limit(depth).noneMatch(this::isHole));
    return literal ? Kind.PERMANENT : Kind.DYNAMIC;
  }

  /// The children of an interior node that are there whatever is wanted: the names that lead to
  /// providers.
  List<String> roots(OmaUri uri) {
    int depth = uri.segments().size();
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var row : rows) {
      boolean leads = depth < CSP_DEPTH || (depth == CSP_DEPTH && row.isBelow(POLICY_CONFIG));
      if (leads && isAbove(uri, row) && !isHole(row.segments().get(depth))) {
        names.add(row.segments().get(depth));
      }
    }
    return List.copyOf(names);
  }

  static boolean isPerProvider(OmaUri uri) {
    return uri.isBelow(POLICY_CONFIG);
  }

  private boolean isAbove(OmaUri uri, OmaUri row) {
    if (uri.segments().size() >= row.segments().size()) {
      return false;
    }
    for (int i = 0; i < uri.segments().size(); i++) {
      var segment = row.segments().get(i);
      if (!isHole(segment) && !segment.equalsIgnoreCase(uri.segments().get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isHole(String segment) {
    return segment.contains("{");
  }
}
