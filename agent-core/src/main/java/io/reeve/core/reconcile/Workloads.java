package io.reeve.core.reconcile;

import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The workloads (categories of the catalogue) that an authority may be told are not its own.
public final class Workloads {
  /// Where the service says so.
  public static final OmaUri NODE = OmaUri.parse("./Device/Vendor/Reeve/Authorities");

  private Workloads() {}

  /// The node's name for an authority, for example `Service`.
  public static String name(Authority authority) {
    var name = authority.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /// The node that says what an authority has no say in.
  static OmaUri node(Authority authority) {
    return NODE.child(name(authority)).child("Disowned");
  }

  /// The list as it travels: in order, with commas between.
  static Value text(Set<String> workloads) {
    return workloads.isEmpty()
        ? Value.absent()
        : Value.of(String.join(",", new TreeSet<>(workloads)));
  }

  /// Every category of the catalogue.
  public static List<String> all(Catalog catalog) {
    var all = new TreeSet<String>();
    catalog.all().forEach(setting -> all.add(setting.category()));
    return new ArrayList<>(all);
  }

  /// The settings somebody wants whose workload changes hands between two states.
  static Set<OmaUri> concerned(Catalog catalog, DesiredState before, DesiredState after) {
    var settings = new LinkedHashSet<OmaUri>();
    for (var authority : Authority.values()) {
      var changed = new TreeSet<String>();
      before.disownedBy(authority).stream()
          .filter(each -> !after.disownedBy(authority).contains(each))
          .forEach(changed::add);
      after.disownedBy(authority).stream()
          .filter(each -> !before.disownedBy(authority).contains(each))
          .forEach(changed::add);
      for (var uri : after.of(authority).keySet()) {
        if (catalog
            .find(uri)
            .filter(match -> changed.contains(match.setting().category()))
            .isPresent()) {
          settings.add(uri);
        }
      }
    }
    return settings;
  }
}
