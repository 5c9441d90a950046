package io.reeve.core.action;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A device with brakes: what is destructive is asked of it here, in a time that the test makes go
/// on.
abstract class GuardStage {
  static final OmaUri WIPE = OmaUri.parse("./Device/Vendor/MSFT/RemoteWipe/doWipe");
  static final OmaUri ERASE = OmaUri.parse("./Device/Vendor/Reeve/Actions/Erase");
  static final OmaUri LOCK = OmaUri.parse("./Device/Vendor/MSFT/RemoteLock/Lock");
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;
  final List<String> ran = new ArrayList<>();
  final List<Runnable> later = new ArrayList<>();
  final KeyPair approver = pair();
  LocalStore store;
  Instant now = NOON;
  Duration hold = Duration.ofMinutes(10);
  List<PublicKey> approvers = List.of();
  boolean needsApproval;
  String boot = "boot";

  static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() {
    store = LocalStore.open(folder.resolve("reeve.db"), clock());
  }

  @AfterEach
  void close() {
    store.close();
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  Guard guard() {
    var terms =
        new Guard.Terms() {
          @Override
          public String device() {
            return "laptop-7";
          }

          @Override
          public boolean needsApproval() {
            return needsApproval;
          }

          @Override
          public List<PublicKey> approvers() {
            return approvers;
          }

          @Override
          public Duration hold() {
            return hold;
          }

          @Override
          public Duration vouchedHold() {
            return Duration.ZERO;
          }
        };
    return new Guard(terms, store.notes(), clock());
  }

  /// A new one each time, as after a restart: all that counts is in the store.
  ActionRunner runner() {
    var aside =
        new Aside() {
          @Override
          public <T> void run(String thread, Callable<T> work, Consumer<T> end) {
            later.add(() -> {
              try {
                end.accept(work.call());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
          }
        };
    return new ActionRunner(store, guard(), aside, () -> {}, () -> boot, clock());
  }

  ActionBranch actions() {
    return new ActionBranch(
        List.of(destructive(WIPE), destructive(ERASE), action(LOCK, false)), runner());
  }

  RemoteAction destructive(OmaUri uri) {
    return action(uri, true);
  }

  RemoteAction action(OmaUri uri, boolean destructive) {
    return new RemoteAction() {
      @Override
      public OmaUri uri() {
        return uri;
      }

      @Override
      public boolean isDestructive() {
        return destructive;
      }

      @Override
      public Result run(Value argument) throws IOException {
        ran.add(uri.name() + (argument.isAbsent() ? "" : " " + argument.wire()));
        if (!argument.isAbsent() && argument.wire().equals("slow")) {
          return new Result.Later(() -> new Result.Done("took a while"));
        }
        if (!argument.isAbsent() && argument.wire().equals("goes on")) {
          return new Result.Started(now);
        }
        return new Result.Done("gone");
      }
    };
  }

  static Request request(String id, Verb verb, OmaUri uri, String data) {
    return new Request(id, verb, uri, Optional.empty(), Optional.empty(), data);
  }

  Reply exec(String id, OmaUri uri, String data) {
    return actions().handle(List.of(request(id, Verb.EXEC, uri, data)), false).replies().getFirst();
  }

  Reply brake(Verb verb, String node, String data) {
    var uri = OmaUri.parse(GuardBranch.PREFIX + "/" + node);
    return new GuardBranch(guard(), runner())
        .handle(List.of(request("g", verb, uri, data)), false)
        .replies()
        .getFirst();
  }

  List<String> told() {
    return store.outbox().pending(99).stream().map(row -> row.data()).toList();
  }

  void wantApproval() {
    hold = Duration.ZERO;
    needsApproval = true;
    approvers = List.of(pair().getPublic(), approver.getPublic());
  }
}
