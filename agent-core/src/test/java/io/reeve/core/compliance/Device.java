package io.reeve.core.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.inventory.Inventory;
import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import io.reeve.store.Outbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A machine whose settings and tables are what a test says, over a real store.
final class Device implements Inventory, Configuration, AutoCloseable {
  static final OmaUri ROOT_LOGIN = OmaUri.parse("./Device/Vendor/Reeve/Ssh/PermitRootLogin");
  static final String SQL = "SELECT name FROM deb_packages WHERE name = 'curl'";
  static final String POLICY =
      """
      {"id": "laptops", "name": "Laptops", "version": "1", "rules": [
        {"id": "root", "title": "No root over SSH", "severity": "high", "graceHours": 24,
         "remedy": "Ask the help desk.",
         "setting": {"uri": "%s", "is": "equal", "value": "no"}},
        {"id": "curl", "title": "curl is installed", "severity": "low",
         "query": "%s"}]}
      """
          .formatted(ROOT_LOGIN, SQL);

  final Map<OmaUri, Value> seen = new HashMap<>();
  final Map<String, Answer> answers = new HashMap<>();
  final LocalStore store;
  private Instant time = Instant.parse("2026-01-02T03:04:05Z");
  private final Clock clock = ((InstantSource) this::now).withZone(ZoneOffset.UTC);

  Device(Path folder) {
    store = LocalStore.open(folder.resolve("reeve.db"), clock);
  }

  ComplianceKeeper keeper() {
    return new ComplianceKeeper(
        store.notes(),
        store.outbox(),
        this,
        uri -> "the place of " + uri,
        this,
        Catalog.load(),
        clock);
  }

  Instant now() {
    return time;
  }

  void pass(Duration duration) {
    time = time.plus(duration);
  }

  List<Outbox.Row> alerts() {
    return store.outbox().pending(100);
  }

  List<Outbox.Row> takeAlerts() {
    var alerts = alerts();
    store.outbox().acknowledge(alerts.stream().map(Outbox.Row::id).toList());
    return alerts;
  }

  static JsonNode json(String text) throws IOException {
    return VerdictJson.MAPPER.readTree(text);
  }

  static Answer row(String name) {
    return new Answer("query", List.of("name"), List.of(Map.of("name", name)), Optional.empty());
  }

  static Answer noRow() {
    return new Answer("query", List.of("name"), List.of(), Optional.empty());
  }

  static Answer failed(String error) {
    return new Answer("query", List.of(), List.of(), Optional.of(error));
  }

  @Override
  public List<String> tables() {
    return List.of();
  }

  @Override
  public Optional<List<String>> columns(String table) {
    return Optional.empty();
  }

  @Override
  public List<Answer> read(List<String> tables) {
    throw new UnsupportedOperationException("not asked here");
  }

  @Override
  public Answer query(String sql) {
    return answers.getOrDefault(sql, failed("unexpected query: " + sql));
  }

  @Override
  public boolean knows(OmaUri uri) {
    return uri.equals(ROOT_LOGIN);
  }

  @Override
  public Map<OmaUri, Value> wanted(Authority authority, OmaUri below) {
    return Map.of();
  }

  @Override
  public Observation seen(OmaUri uri) {
    return new Observation.Seen(seen.getOrDefault(uri, Value.absent()));
  }

  @Override
  public Set<String> disownedBy(Authority authority) {
    return Set.of();
  }

  @Override
  public Optional<String> disown(Authority authority, Set<String> workloads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Pass apply(Authority authority, List<Change> changes, boolean atomic) {
    throw new UnsupportedOperationException("judging changes nothing");
  }

  @Override
  public void close() {
    store.close();
  }
}
