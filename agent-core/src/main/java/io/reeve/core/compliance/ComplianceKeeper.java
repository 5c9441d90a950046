package io.reeve.core.compliance;

import io.reeve.core.inventory.Inventory;
import io.reeve.core.reconcile.Configuration;
import io.reeve.policy.Catalog;
import io.reeve.policy.Compliance;
import io.reeve.policy.Compliance.Evidence;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.CompliancePolicy.Check;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Verdict;
import io.reeve.store.Notes;
import io.reeve.store.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the policy document and the last verdicts over restarts, and judges. Needs no service.
///
/// A judgement has three steps, because queries take seconds and the loop must not wait for them:
///
/// 1. [#begin] on the loop looks at the settings,
/// 2. [Gathering#gather] on any other thread asks the queries,
/// 3. [#finish] on the loop judges, stores, and puts an alert into the outbox if a verdict changed.
///
/// Every method of this class is for the loop's thread. [#judge] does all three steps and is for a
/// process without a loop.
public final class ComplianceKeeper {
  /// The alert's type. Its data is JSON: `overall`, `policy`, `judgedAt`, and `rules` with one
  /// verdict each.
  public static final String ALERT = "Reversed-Domain-Name:io.reeve.compliance";

  private static final Logger LOG = LoggerFactory.getLogger(ComplianceKeeper.class);
  private static final String POLICY = "compliance/policy";
  private static final String JUDGEMENT = "compliance/judgement";
  private static final String REPORTED = "compliance/reported";
  private static final String NODE = "./Device/Vendor/Reeve/Compliance/State";

  private final Notes notes;
  private final Outbox outbox;
  private final Configuration configuration;
  private final Function<OmaUri, String> places;
  private final Inventory inventory;
  private final Catalog catalog;
  private final Clock clock;
  private Optional<CompliancePolicy> policy;
  private int generation;

  /// @param configuration tells what is in force
  /// @param places says in words where a setting lives on this machine, for the evidence
  /// @param inventory answers the queries
  /// @param catalog the settings' meaning
  public ComplianceKeeper(
      Notes notes,
      Outbox outbox,
      Configuration configuration,
      Function<OmaUri, String> places,
      Inventory inventory,
      Catalog catalog,
      Clock clock) {
    this.notes = notes;
    this.outbox = outbox;
    this.configuration = configuration;
    this.places = places;
    this.inventory = inventory;
    this.catalog = catalog;
    this.clock = clock;
    this.policy = policyText().flatMap(ComplianceKeeper::parsed);
  }

  private static Optional<CompliancePolicy> parsed(String text) {
    try {
      return Optional.of(CompliancePolicy.parse(text));
    } catch (ProblemsException e) {
      LOG.error(
          "The stored compliance policy can no longer be read; the service has to send it again: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  /// The policy document as it was received.
  public Optional<String> policyText() {
    return notes.get(POLICY);
  }

  /// The policy in force; empty when there is none.
  public Optional<CompliancePolicy> policy() {
    return policy;
  }

  /// Takes a new policy document. Rules that were failing and are in it again keep their history.
  ///
  /// @throws ProblemsException when it is not one; the present one stays
  public void takePolicy(String text) throws ProblemsException {
    policy = Optional.of(CompliancePolicy.parse(text));
    notes.put(POLICY, text);
    generation++;
  }

  /// Forgets the policy and tells the service that nothing is judged any more.
  public void dropPolicy() {
    if (policyText().isPresent()) {
      policy = Optional.empty();
      notes.remove(POLICY);
      notes.remove(JUDGEMENT);
      generation++;
      report(standing());
    }
  }

  /// Forgets policy, verdicts and reports without a word: the enrolment they came with has ended.
  public void forget() {
    policy = Optional.empty();
    generation++;
    List.of(POLICY, JUDGEMENT, REPORTED).forEach(notes::remove);
  }

  /// Begins a judgement; empty when there is no policy.
  public Optional<Gathering> begin() {
    return policy.map(rules -> {
      var settings = new LinkedHashMap<String, Evidence>();
      for (var rule : rules.rules()) {
        if (rule.check() instanceof Check.OfSetting(var uri, _, _)) {
          settings.put(rule.id(), evidence(uri));
        }
      }
      return new Gathering(generation, rules, settings, inventory, System::nanoTime);
    });
  }

  private Evidence evidence(OmaUri uri) {
    return configuration.knows(uri)
        ? new Evidence.OfSetting(configuration.seen(uri), places.apply(uri))
        : new Evidence.Failed("this agent knows no setting " + uri);
  }

  /// Ends a judgement. Findings for a policy that has been replaced since are thrown away: whoever
  /// replaced it asks for a new judgement.
  ///
  /// @return whether a verdict changed, so that an alert waits for the service
  public boolean finish(Gathering.Found found) {
    if (policy.isEmpty() || found.generation() != generation) {
      return false;
    }
    var now = clock.instant();
    var previous = stored().map(StoredJudgement::verdicts).orElse(List.of());
    var judgement = Compliance.judge(catalog, policy.get(), found.evidence(), previous, now);
    notes.put(
        JUDGEMENT,
        new StoredJudgement(digest(), judgement.overall(), now, judgement.verdicts()).write());
    return report(standing());
  }

  /// Judges now, waiting for the queries: for tests, which have no loop.
  Standing judge() {
    begin().ifPresent(gathering -> finish(gathering.gather()));
    return standing();
  }

  /// The last judgement of the present policy.
  public Standing standing() {
    if (policyText().isEmpty()) {
      return new Standing(Overall.NO_POLICY, Optional.empty(), Optional.empty(), List.of());
    }
    var name = policy.map(CompliancePolicy::name);
    return stored()
        .filter(judgement -> judgement.policy().equals(digest()))
        .map(judgement ->
            new Standing(
                judgement.overall(), name, Optional.of(judgement.judgedAt()), judgement.verdicts()))
        .orElseGet(() -> new Standing(Overall.UNKNOWN, name, Optional.empty(), List.of()));
  }

  /// When the next grace period ends, so that a judgement is due; empty when none is running.
  public Optional<Instant> nextGraceEnd() {
    return standing().verdicts().stream()
        .filter(verdict -> verdict.state() == Verdict.State.IN_GRACE)
        .flatMap(verdict -> verdict.graceUntil().stream())
        .min(Instant::compareTo);
  }

  private Optional<StoredJudgement> stored() {
    return notes.get(JUDGEMENT).flatMap(StoredJudgement::read);
  }

  private String digest() {
    return policyText().map(VerdictJson::digest).orElse("");
  }

  /// Puts an alert into the outbox when the standing is another than the one last reported.
  private boolean report(Standing standing) {
    var mark = VerdictJson.mark(digest(), standing);
    if (notes.get(REPORTED).filter(mark::equals).isPresent()) {
      return false;
    }
    outbox.add(ALERT, "chr", NODE, VerdictJson.report(policy, standing));
    notes.put(REPORTED, mark);
    return true;
  }
}
