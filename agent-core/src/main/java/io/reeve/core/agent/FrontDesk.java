package io.reeve.core.agent;

import io.reeve.core.desk.Presence;
import io.reeve.core.inventory.Inventory;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.Views;
import io.reeve.core.local.Voice;
import io.reeve.core.local.WishViews;
import io.reeve.core.text.Refusal;
import io.reeve.core.text.Texts;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Spelling;
import io.reeve.store.History;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Answers for anyone at the machine. What touches store or machine is done on the loop; the
/// network, the inventory and queries are waited for here, on the asker's thread.
final class FrontDesk implements AgentService {
  private static final int MOST_HISTORY = 10_000;

  private final Parts parts;
  private final Sessions sessions;
  private final Confirmation confirmation;
  private final Reception reception;
  private final IntSupplier repair;
  private final Settings settings;
  private final Asker asker;
  private final WishDesk wishes;
  private final EnrolmentDesk enrolments;
  private final Examination examination;
  private final Supplier<Standing> judgement;

  /// @param repair puts right what differs and tells how many places that were; on the loop
  /// @param examination made for whoever this desk is for
  FrontDesk(
      Parts parts,
      Loop loop,
      Sessions sessions,
      Confirmation confirmation,
      Reception reception,
      IntSupplier repair,
      Function<AgentService, Examination> examination) {
    this.parts = parts;
    this.sessions = sessions;
    this.confirmation = confirmation;
    this.reception = reception;
    this.repair = repair;
    this.settings = new Settings(parts);
    this.asker = Asker.of(parts, loop);
    this.wishes = new WishDesk(parts, loop, sessions, confirmation);
    this.enrolments = new EnrolmentDesk(parts, loop, sessions);
    this.examination = examination.apply(this);
    this.judgement = this.examination.judgement().apply(this::judge);
  }

  @Override
  public Views.Status status() {
    return ask(reception::status);
  }

  @Override
  public Views.Desk watch(String stamp, Presence presence) {
    return reception.watch(asker, stamp, presence);
  }

  @Override
  public Views.Answered answer(String letter, String button) {
    var user = History.asker();
    var refusal = ask(() -> reception.answer(user, letter, button));
    return new Views.Answered(
        refusal.isEmpty(),
        refusal.map(why -> why.words(Texts.of(Locale.ENGLISH))).orElse(""),
        refusal.map(Refusal::wire).orElse(""));
  }

  @Override
  public Views.Cancelled cancel() {
    return new Views.Cancelled(ask(reception::cancel));
  }

  @Override
  public Views.Enrolled enroll(EnrollRequest request) {
    return enrolments.enroll(request, () -> sync(true));
  }

  @Override
  public Views.Unenrolled unenroll() {
    return enrolments.unenroll();
  }

  @Override
  public Views.Synced sync(boolean wait) {
    var begun =
        ask(() -> {
          enrolments.requireEnrolment();
          return sessions.begin();
        });
    if (!wait) {
      return new Views.Synced(begun.isNew(), Optional.empty());
    }
    try {
      return new Views.Synced(begun.isNew(), Optional.of(await(begun.end())));
    } finally {
      beforeTheEnd();
    }
  }

  /// The service may have ended the enrolment, or set what is on trial; a process without a daemon
  /// must not end first.
  private void beforeTheEnd() {
    ask(sessions::departure).ifPresent(this::await);
    if (!parts.daemon()) {
      ask(confirmation::pending).ifPresent(this::await);
    }
  }

  @Override
  public Standing compliance(boolean recheck) {
    return recheck ? judgement.get() : ask(parts.compliance()::standing);
  }

  private Standing judge() {
    ask(parts.compliance()::begin)
        .map(gathering -> gathering.gather())
        .ifPresent(found -> ask(() -> parts.compliance().finish(found)));
    return ask(parts.compliance()::standing);
  }

  @Override
  public List<String> tables() {
    return parts.tables().tables();
  }

  @Override
  public List<Inventory.Answer> inventory(List<String> tables) {
    var known = tables();
    tables.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          var all = "'reeve inventory' lists them";
          throw new AgentException(
              Kind.FAILED,
              "there is no table '" + name + "'",
              Spelling.nearest(name, known)
                  .map(near -> "did you mean '" + near + "'? " + all)
                  .orElse(all));
        });
    return parts.tables().read(tables.isEmpty() ? known : tables);
  }

  @Override
  public Inventory.Answer query(String sql) {
    var answer = parts.tables().query(sql);
    ask(() -> {
      parts.store().history().add("query", "reeve query", sql);
      return true;
    });
    return answer;
  }

  @Override
  public List<Views.SettingState> settings(boolean all) {
    return ask(() -> settings.list(all));
  }

  @Override
  public Views.Repaired repair() {
    return new Views.Repaired(ask(repair::getAsInt));
  }

  @Override
  public Views.Explanation explain(String name) {
    return ask(() -> settings.explain(name));
  }

  @Override
  public WishViews.Wished apply(String document, Voice as) {
    return wishes.apply(document, as);
  }

  @Override
  public WishViews.Wished set(String setting, String value, Voice as) {
    return wishes.set(setting, value, as);
  }

  @Override
  public WishViews.Wished unset(String setting, Voice as) {
    return wishes.unset(setting, as);
  }

  @Override
  public WishViews.Preview preview(String document, Voice as) {
    return wishes.preview(document, as);
  }

  @Override
  public List<Views.Event> history(int limit) {
    if (limit < 1 || limit > MOST_HISTORY) {
      throw new AgentException(
          Kind.USAGE, limit + " is not from 1 to " + MOST_HISTORY, "ask for fewer entries");
    }
    return ask(
        () -> parts.store().history().newest(limit).stream().map(SettingViews::event).toList());
  }

  @Override
  public Views.Ledger ledger() {
    return examination.ledger().get();
  }

  @Override
  public List<Views.Check> doctor() {
    return examination.doctor().get();
  }

  @Override
  public Views.Diagnostics diagnostics() {
    return examination.diagnostics().get();
  }

  private <T> T await(CompletableFuture<T> end) {
    return asker.await(end);
  }

  private <T> T ask(Callable<T> work) {
    return asker.ask(work);
  }
}
