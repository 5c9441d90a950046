package io.reeve.core.escrow;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.core.spi.Secret;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hands secrets to the service and knows when it has them. A secret travels sealed, so it may lie
/// in the outbox; the service answers with the digest of what it has stored. One at a time. On the
/// loop's thread, but for [Offer] and [#withdraw].
public final class Escrow {
  /// The alert that carries a sealed secret: JSON with `id`, `kind`, `account`, `sealed`, `key` and
  /// `at`.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.escrow";

  private static final String KEY = "escrow/key";

  /// That this enrolment had a key, which was taken away.
  private static final String HAD = "escrow/had-key";

  private static final JsonMapper JSON = new JsonMapper();

  private final LocalStore store;
  private final Runnable news;
  private final Clock clock;
  private Optional<Offer> offered = Optional.empty();
  private AtomicBoolean over = new AtomicBoolean();

  /// @param news the service has to be told something
  public Escrow(LocalStore store, Runnable news, Clock clock) {
    this.store = store;
    this.news = news;
    this.clock = clock;
  }

  /// What was handed over.
  ///
  /// @param id names it for ever
  /// @param row its place in the outbox
  /// @param json what the service is told of it
  /// @param digest of the sealed secret, by which the service shows that it has it
  /// @param receipt completes with true when the service has shown that, and with false when nobody
  ///   waits any more
  /// @param over whether the enrolment it was made in has ended
  record Offer(
      String id,
      long row,
      String json,
      String digest,
      CompletableFuture<Boolean> receipt,
      AtomicBoolean over) {
    boolean waits() {
      return !receipt.isDone();
    }

    /// Does what the receipt allows, unless the enrolment has ended; that waits for it.
    ///
    /// @throws IOException when nobody is to have the secret any more
    <T> T use(Use<T> use) throws IOException {
      synchronized (over) {
        if (over.get()) {
          throw new IOException("the enrolment has ended; the old password stays");
        }
        return use.of();
      }
    }

    /// Writes something down, unless the enrolment has ended; that waits for it.
    void unlessOver(Runnable work) {
      synchronized (over) {
        if (!over.get()) {
          work.run();
        }
      }
    }
  }

  /// What is done with a secret that the service has.
  interface Use<T> {
    T of() throws IOException;
  }

  /// The key, if the service has given one.
  Optional<EscrowKey> key() {
    return store
        .notes()
        .get(KEY)
        .map(text -> {
          try {
            return EscrowKey.parse(text);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a note of ours is no key", e);
          }
        });
  }

  /// Whether the service has given one in this enrolment, though it may be gone.
  boolean hadKey() {
    return store.notes().get(KEY).or(() -> store.notes().get(HAD)).isPresent();
  }

  /// Whether so much was done within a day that the key has to stay for now: each change of it is a
  /// lasting entry of the ledger.
  boolean isCrowded() {
    return store.history().isCrowded();
  }

  /// Whoever has the key has the passwords that are sealed with it: that it changes is written
  /// down.
  void take(EscrowKey key) {
    store.transaction(() -> {
      var before = key();
      store.notes().put(KEY, key.text());
      write(
          "Passwords are sealed with the key %s from now on%s."
              .formatted(key.name(), before.map(old -> ", and not with " + old.name()).orElse("")));
    });
  }

  void dropKey() {
    store.transaction(() -> {
      var before = key().map(EscrowKey::name).orElse("");
      store.notes().put(HAD, before);
      store.notes().remove(KEY);
      write("No password is sealed any more: the key %s was taken away.".formatted(before));
    });
  }

  private void write(String words) {
    store.history().add("action", EscrowBranch.KEY.toString(), words);
  }

  /// The enrolment ends: the key is forgotten, and what was offered is nobody's any more. After
  /// this nothing that was offered is set.
  public void end() {
    var ended = over;
    synchronized (ended) {
      ended.set(true);
    }
    over = new AtomicBoolean();
    offered.ifPresent(offer -> offer.receipt.complete(false));
    offered = Optional.empty();
    store.notes().remove(KEY);
    store.notes().remove(HAD);
  }

  /// Hands a secret over; it is the caller's to close.
  ///
  /// @param kind what it opens, such as `local-administrator`
  /// @param account whose it is to be
  Offer offer(EscrowKey key, String kind, String account, Secret secret) {
    var id = UUID.randomUUID().toString();
    var sealed = key.seal(secret);
    var json =
        JSON.createObjectNode()
            .put("id", id)
            .put("kind", kind)
            .put("account", account)
            .put("sealed", sealed)
            .put("key", key.name())
            .put("at", clock.instant().toString())
            .toString();
    long row = store.outbox().add(ALERT, "chr", EscrowBranch.PREFIX + "/Waiting", json);
    var offer = new Offer(id, row, json, digest(sealed), new CompletableFuture<>(), over);
    offered = Optional.of(offer);
    news.run();
    return offer;
  }

  /// Nobody waits for the receipt any more: a service that has not been told of it need not be. For
  /// any thread.
  void withdraw(Offer offer) {
    store.outbox().acknowledge(List.of(offer.row));
  }

  /// What the service has not shown to have yet.
  Optional<Offer> waiting() {
    return offered.filter(Offer::waits);
  }

  /// The service says that it has stored it.
  ///
  /// @return whether that is what it was given, and somebody waits for it
  boolean receive(String id, String digest) {
    return waiting()
        .filter(offer -> offer.id.equals(id) && offer.digest.equalsIgnoreCase(digest))
        .map(offer -> offer.receipt.complete(true))
        .orElse(false);
  }

  private static String digest(String sealed) {
    try {
      var bytes = sealed.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
