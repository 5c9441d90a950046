package io.reeve.core.tree;

import io.reeve.enroll.DmAccount;
import io.reeve.enroll.DmAccount.Auth;
import io.reeve.enroll.DmAccount.Poll;
import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.DmAccount.Retry;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// An account being changed by a batch of requests. Nothing of it counts before it is built.
final class AccountDraft {
  private final DmAccount before;
  String name;
  List<URI> servers;
  Retry retry;
  Optional<Auth> client;
  Optional<Auth> server;
  Poll poll;
  RenewalPlan renewal;
  Optional<String> certificateSearch;
  final Map<String, String> dmClient;
  final Map<String, String> secrets = new HashMap<>();

  AccountDraft(DmAccount account) {
    before = account;
    name = account.name();
    servers = account.servers();
    retry = account.retry();
    client = account.client();
    server = account.server();
    poll = account.poll();
    renewal = account.renewal();
    certificateSearch = account.certificateSearch();
    dmClient = new TreeMap<>(account.dmClient());
  }

  DmAccount before() {
    return before;
  }

  /// @throws IllegalArgumentException when an account cannot be so
  DmAccount build() {
    return new DmAccount(
        before.providerId(),
        name,
        servers,
        before.deviceId(),
        before.user(),
        before.type(),
        before.discovery(),
        before.enrollmentVersion(),
        before.encoding(),
        before.protocolVersion(),
        retry,
        client,
        server,
        before.trust(),
        poll,
        renewal,
        certificateSearch,
        dmClient,
        before.application(),
        before.enrolledAt());
  }

  /// Changes the device's credentials, which begin to exist with their first part.
  void client(UnaryOperator<Auth> change) {
    var now =
        client.orElseGet(
            () -> new Auth(Auth.Scheme.DIGEST, "", Auth.CLIENT_SECRET, Auth.CLIENT_NONCE));
    client = Optional.of(change.apply(now));
  }

  /// Changes the service's credentials, which begin to exist with their first part.
  void server(UnaryOperator<Auth> change) {
    var now =
        server.orElseGet(
            () -> new Auth(Auth.Scheme.DIGEST, "", Auth.SERVER_SECRET, Auth.SERVER_NONCE));
    server = Optional.of(change.apply(now));
  }

  void renewal(Optional<Duration> period, Optional<Duration> retryInterval) {
    renewal =
        new RenewalPlan(
            period.orElse(renewal.period()),
            retryInterval.orElse(renewal.retryInterval()),
            renewal.server());
  }
}
