package io.reeve.core.tree;

import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Catalog;
import java.util.List;

/// The settings of the catalogue, wherever their addresses lie: what the enrolled service wants.
///
/// `Add` of what is wanted already is 418; `Replace` of what is not creates it, as servers in the
/// field rely on; `Delete` withdraws the service's wish, and of an interior node all wishes below.
/// `Get` below `Policy/Config` gives the service's own value, elsewhere the value in force where
/// the service has none. Requests that come together are one pass of the reconciler; a `Get` among
/// them ends a pass, so that it sees what was done before it.
public final class ConfigBranch implements Branch {
  private final Configuration configuration;
  private final Catalog catalog;
  private final CatalogPaths paths;

  public ConfigBranch(Configuration configuration, Catalog catalog) {
    this.configuration = configuration;
    this.catalog = catalog;
    paths = new CatalogPaths(catalog);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var batch = new ConfigBatch(configuration, catalog, paths);
    return atomic ? batch.whole(requests) : batch.each(requests);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return new ConfigBatch(configuration, catalog, paths).check(requests);
  }
}
