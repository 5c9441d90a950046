package io.reeve.core.tree;

import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// `Policy/Result`: the values in force, over all authorities. Read only.
public final class ResultBranch implements Branch {
  /// Where it belongs in the tree.
  public static final String PREFIX = "./Device/Vendor/MSFT/Policy/Result";

  private static final int CONFIG_OR_RESULT = 4;

  private final Configuration configuration;
  private final Catalog catalog;
  private final CatalogPaths paths;

  public ResultBranch(Configuration configuration, Catalog catalog) {
    this.configuration = configuration;
    this.catalog = catalog;
    paths = new CatalogPaths(catalog);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return ReadOnly.answer(requests, this::read);
  }

  private Reply read(OmaUri result) {
    var segments = new ArrayList<>(result.segments());
    segments.set(CONFIG_OR_RESULT, "Config");
    var uri = new OmaUri(segments);
    return catalog.find(uri).map(this::seen).orElseGet(() -> children(uri, segments.size()));
  }

  private Reply seen(Catalog.Match match) {
    return switch (configuration.seen(match.uri())) {
      case Observation.Seen seen when seen.value().isAbsent() ->
          new Reply.Refused(Code.NOT_FOUND, match.uri() + " is not set");
      case Observation.Seen seen -> new Reply.Leaf(match.setting().format(), seen.value().wire());
      case Observation.NotApplicable no -> new Reply.Refused(Code.UNSUPPORTED, no.reason());
      case Observation.Unreadable unreadable -> new Reply.Refused(Code.FAILED, unreadable.error());
    };
  }

  private Reply children(OmaUri uri, int depth) {
    if (paths.kind(uri) == CatalogPaths.Kind.NONE) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + uri);
    }
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var authority : Authority.values()) {
      for (var wanted : configuration.wanted(authority, uri).keySet()) {
        names.add(wanted.segments().get(depth));
      }
    }
    return new Reply.Interior(List.copyOf(names));
  }
}
