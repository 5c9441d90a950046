package io.reeve.core.agent;

import io.reeve.core.inventory.Inventory;
import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.Version;
import io.reeve.core.local.Views;
import io.reeve.core.reconcile.SettingStatus;
import io.reeve.enroll.DmAccount;
import io.reeve.enroll.Enroller;
import io.reeve.enroll.EnrollmentResult;
import io.reeve.enroll.Identity;
import io.reeve.enroll.KeyHomeException;
import io.reeve.enroll.Renewal;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Spelling;
import io.reeve.policy.Verdict;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Answers for anyone at the machine. What touches store or machine is done on the loop; the
/// network, the inventory and queries are waited for here, on the asker's thread.
final class FrontDesk implements AgentService {
  private static final int MOST_HISTORY = 10_000;

  private final Agent agent;
  private final AtomicBoolean enrolling = new AtomicBoolean();

  FrontDesk(Agent agent) {
    this.agent = agent;
  }

  @Override
  public Views.Status status() {
    return ask(this::statusNow);
  }

  private Views.Status statusNow() {
    var account = agent.enrolment.current();
    return new Views.Status(
        Version.text(),
        agent.daemon,
        account.isPresent(),
        account.map(this::view),
        SyncNote.read(agent.store.notes()),
        agent.sessions.next(),
        agent.compliance.standing().overall(),
        SettingViews.counts(agent.reconciler.settings()));
  }

  private Views.Account view(DmAccount account) {
    try {
      var identity = agent.enrolment.identity();
      var renewal =
          Renewal.sentence(
              account, identity.certificate(), agent.enrolment.renewal(), agent.clock.instant());
      return view(account, identity, renewal);
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    }
  }

  private Views.Account view(DmAccount account, Identity identity, String renewal) {
    return new Views.Account(
        account.servers().getFirst().toString(),
        account.providerId(),
        account.deviceId(),
        account.user(),
        account.enrolledAt(),
        agent.enrolment.keyHome(),
        identity.certificate().getSubjectX500Principal().getName(),
        identity.certificate().getNotAfter().toInstant(),
        renewal);
  }

  @Override
  public Views.Enrolled enroll(EnrollRequest request) {
    if (!enrolling.compareAndSet(false, true)) {
      throw new AgentException(
          Kind.FAILED, "an enrolment is under way (0x80180009)", "wait for it to end");
    }
    try {
      refuseSecondEnrolment();
      var facts = Facts.of(agent);
      var result =
          new Enroller(agent.exchange, agent.keys, agent.clock)
              .enroll(Enrolling.request(request, facts));
      return switch (result) {
        case EnrollmentResult.Enrolled enrolled -> enrolled(enrolled);
        case EnrollmentResult.Refused(String code, String sentence, String hint, boolean _) ->
            throw new AgentException(Kind.REFUSED, sentence + " (" + code + ")", hint);
      };
    } catch (IOException e) {
      throw Trouble.of(e);
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    } finally {
      enrolling.set(false);
    }
  }

  private void refuseSecondEnrolment() {
    ask(agent.enrolment::current)
        .ifPresent(account -> {
          throw new AgentException(
              Kind.FAILED,
              "this machine is already enrolled with %s (0x8018000A)"
                  .formatted(account.servers().getFirst()),
              "run 'reeve unenroll' first");
        });
  }

  private Views.Enrolled enrolled(EnrollmentResult.Enrolled enrolled) {
    var view =
        ask(() -> {
          agent.enrolment.begin(enrolled.account());
          agent.report.forget();
          agent
              .store
              .history()
              .add(
                  "enrolled",
                  enrolled.account().servers().getFirst().toString(),
                  "Enrolled with %s; the key is %s."
                      .formatted(enrolled.account().name(), enrolled.where()));
          agent.sessions.arrange();
          agent.loop().post(new Trigger.Report());
          agent.loop().post(new Trigger.Poll());
          return view(enrolled.account());
        });
    return new Views.Enrolled(view);
  }

  @Override
  public Views.Unenrolled unenroll() {
    return await(
        ask(() -> {
          var _ = enrolledAccount();
          return agent.sessions.depart();
        }));
  }

  private DmAccount enrolledAccount() {
    return agent
        .enrolment
        .current()
        .orElseThrow(() ->
            new AgentException(
                Kind.NOT_ENROLLED, "this machine is not enrolled", "run 'reeve enroll'"));
  }

  @Override
  public Views.Synced sync(boolean wait) {
    var begun =
        ask(() -> {
          var _ = enrolledAccount();
          return agent.sessions.begin();
        });
    if (!wait) {
      return new Views.Synced(begun.isNew(), Optional.empty());
    }
    var record = await(begun.end());
    // The service may have ended the enrolment in it; a process without a daemon must not end
    // first.
    ask(agent.sessions::departure).ifPresent(this::await);
    return new Views.Synced(begun.isNew(), Optional.of(record));
  }

  @Override
  public Views.Compliance compliance(boolean recheck) {
    if (recheck) {
      ask(agent.compliance::begin)
          .map(gathering -> gathering.gather())
          .ifPresent(found -> ask(() -> agent.compliance.finish(found)));
    }
    return ask(agent.compliance::standing);
  }

  @Override
  public List<String> tables() {
    return agent.tables.tables();
  }

  @Override
  public List<Inventory.Answer> inventory(List<String> tables) {
    return agent.tables.read(tables.isEmpty() ? tables() : tables);
  }

  @Override
  public Inventory.Answer query(String sql) {
    return agent.tables.query(sql);
  }

  @Override
  public List<Views.SettingState> settings(boolean all) {
    return ask(() -> {
      var wanted = agent.reconciler.settings();
      return Stream.concat(wanted.stream(), all ? unwanted(wanted) : Stream.empty())
          .map(SettingViews::state)
          .toList();
    });
  }

  /// The rows nobody asks for; those with holes name no one place, so they are left out.
  private Stream<SettingStatus> unwanted(List<SettingStatus> wanted) {
    var ids = wanted.stream().map(status -> status.setting().id()).toList();
    return agent.catalog.all().stream()
        .filter(setting -> !setting.uri().contains("{") && !ids.contains(setting.id()))
        .flatMap(setting -> agent.reconciler.setting(setting.id()).stream());
  }

  @Override
  public Views.Explanation explain(String name) {
    return ask(() -> {
      var status = agent.reconciler.setting(name).orElseThrow(() -> noSetting(name));
      var uri = status.uri().toString();
      return SettingViews.explanation(
          status, verdictsOn(status), agent.store.history().about(uri, 50));
    });
  }

  private List<Verdict> verdictsOn(SettingStatus status) {
    var rules =
        agent.compliance.policy().stream()
            .flatMap(policy -> policy.rules().stream())
            .filter(rule -> isOn(rule, status.uri()))
            .map(CompliancePolicy.Rule::id)
            .toList();
    return agent.compliance.standing().verdicts().stream()
        .filter(verdict -> rules.contains(verdict.rule()))
        .toList();
  }

  private static boolean isOn(CompliancePolicy.Rule rule, OmaUri uri) {
    return rule.check() instanceof CompliancePolicy.Check.OfSetting on
        && on.uri().isBelow(uri)
        && uri.isBelow(on.uri());
  }

  private AgentException noSetting(String name) {
    var known = new ArrayList<String>();
    agent.catalog.all().stream().map(Setting::id).forEach(known::add);
    agent.catalog.all().stream().map(Setting::uri).forEach(known::add);
    return new AgentException(
        Kind.FAILED,
        "there is no setting '" + name + "'",
        Spelling.nearest(name, known)
            .map(near -> "did you mean '" + near + "'? 'reeve settings --all' lists them")
            .orElse("'reeve settings --all' lists them"));
  }

  @Override
  public List<Views.Event> history(int limit) {
    if (limit < 1 || limit > MOST_HISTORY) {
      throw new AgentException(
          Kind.USAGE, limit + " is not from 1 to " + MOST_HISTORY, "ask for fewer entries");
    }
    return ask(
        () -> agent.store.history().newest(limit).stream().map(SettingViews::event).toList());
  }

  @Override
  public List<Views.Check> doctor() {
    return new Doctor(agent).checks();
  }

  private <T> T await(CompletableFuture<T> end) {
    try {
      return agent.loop().await(end);
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }

  /// Does the work on the loop. A broken store is told as what it is.
  private <T> T ask(Callable<T> work) {
    try {
      return agent.loop().ask(work);
    } catch (StoreException e) {
      throw Trouble.of(e);
    }
  }
}
