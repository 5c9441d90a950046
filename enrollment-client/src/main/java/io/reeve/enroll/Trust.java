package io.reeve.enroll;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Which roots may vouch for a server.
///
/// @param system whether the operating system's roots count
/// @param roots further roots: given by the administrator, or delivered by enrolment
public record Trust(boolean system, List<X509Certificate> roots) {
  /// The operating system's roots and no others.
  public static final Trust SYSTEM = new Trust(true, List.of());

  public Trust {
    roots = List.copyOf(new LinkedHashSet<>(roots));
    if (!system && roots.isEmpty()) {
      throw new IllegalArgumentException("no root to trust");
    }
  }

  /// These roots and no others.
  public static Trust only(List<X509Certificate> roots) {
    return new Trust(false, roots);
  }

  /// This and more roots.
  public Trust plus(List<X509Certificate> more) {
    var all = new ArrayList<>(roots);
    all.addAll(more);
    return new Trust(system, all);
  }
}
