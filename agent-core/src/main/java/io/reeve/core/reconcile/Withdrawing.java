package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.policy.Authority;
import io.reeve.policy.DesiredState;
import io.reeve.policy.OmaUri;
import io.reeve.store.LocalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Forgets everything an authority wants, and puts back what nobody else wants.
final class Withdrawing {
  private final Passes passes;
  private final LocalStore store;

  Withdrawing(Passes passes, LocalStore store) {
    this.passes = passes;
    this.store = store;
  }

  /// @param all every setting wanted or held
  Withdrawal withdraw(Authority authority, Set<OmaUri> all) {
    int settings = passes.desired().of(authority).size();
    var ran = passes.goBack(without(authority), all, () -> forget(authority));
    return new Withdrawal(settings, restored(ran), left(ran), ran.failed());
  }

  /// As if nobody wanted anything, while the store goes on knowing what everybody wants: in one
  /// transaction, so that no crash loses a wish.
  ///
  /// @param all every setting wanted or held
  Withdrawal release(Set<OmaUri> all) {
    var wanted = passes.desired();
    var nothing = wanted;
    int settings = 0;
    for (var authority : Authority.values()) {
      settings += wanted.of(authority).size();
      nothing = nothing.without(authority);
    }
    var without = nothing;
    var ran = passes.goBack(without, all, () -> store.desired().save(without, wanted));
    return new Withdrawal(settings, restored(ran), left(ran), ran.failed());
  }

  private static int restored(Ran ran) {
    return Math.toIntExact(
        ran.made().stream().filter(move -> move.goal() instanceof Move.Goal.Back).count());
  }

  private void forget(Authority authority) {
    store.trials().end();
    store.refusals().lift(authority);
  }

  /// Who has no say in what was said by the service.
  private DesiredState without(Authority authority) {
    var next = passes.desired().without(authority);
    if (authority == Authority.SERVICE) {
      for (var other : Authority.values()) {
        next = next.disowning(other, Set.of());
      }
    }
    return next;
  }

  private List<Withdrawal.Left> left(Ran ran) {
    var left = new ArrayList<Withdrawal.Left>();
    for (var leave : ran.prepared().leaves()) {
      left.add(new Withdrawal.Left(leave.address(), leave.settings(), leave.reason()));
    }
    for (var entry : passes.held()) {
      entry.settings().stream()
          .filter(uri -> !ran.demands().settings().containsKey(uri))
          .flatMap(uri -> trouble(ran.outcome(uri)).stream())
          .findFirst()
          .ifPresent(why -> left.add(new Withdrawal.Left(entry.address(), entry.settings(), why)));
    }
    return left;
  }

  private static Optional<String> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(var error) -> Optional.of(error);
      case Outcome.NotApplicable(var why) -> Optional.of(why);
      case Outcome.RollbackFailed(var error) -> Optional.of(error);
      case Outcome.Pending(var what) -> Optional.of("not over yet: " + what);
      case Outcome.Contested(var why) -> Optional.of(why);
      case Outcome.Applied _, Outcome.RolledBack _, Outcome.NotExecuted _ -> Optional.empty();
    };
  }
}
