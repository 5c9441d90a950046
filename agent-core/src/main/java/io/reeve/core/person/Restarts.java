package io.reeve.core.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.desk.Presence;
import io.reeve.core.person.PlannedRestart.Phase;
import io.reeve.store.History;
import io.reeve.store.Notes;
import java.time.Duration;
import java.util.Optional;

/// The restart that waits for a good moment: there is at most one, and who asks for another gets
/// the sooner end of both. It is kept over restarts of the agent. Used on the loop's thread only.
public final class Restarts {
  private static final String NOTE = "person/restart";

  /// How long the system may take to go down.
  private static final Duration GOING = Duration.ofMinutes(10);

  private static final JsonMapper JSON = new JsonMapper();

  private final Notes notes;
  private final History history;

  public Restarts(Notes notes, History history) {
    this.notes = notes;
    this.history = history;
  }

  /// The agent begins. What was planned in another boot of the machine is done.
  ///
  /// @param boot tells the running boot from others; empty where that is not known
  public void resume(String boot) {
    if (planned().filter(each -> !each.boot().equals(boot)).isPresent()) {
      history.add("restarted", "the machine", "The restart that was planned is done.");
      forget(notes);
    }
  }

  /// What is planned.
  public Optional<PlannedRestart> planned() {
    return notes.get(NOTE).map(Restarts::read);
  }

  /// Plans one. Where one is planned already, the earlier one counts; and no other one takes the
  /// place of one that people are warned of, or that has begun.
  ///
  /// @param reason for the person, made safe to show; may be empty
  /// @param allowed how long it may be put off
  /// @param postponements how often
  public void plan(String boot, String reason, Duration allowed, int postponements) {
    var by = History.asker();
    var other = planned().filter(each -> isSooner(each, allowed));
    if (other.isPresent()) {
      return;
    }
    keep(PlannedRestart.of(boot, by, reason, allowed, postponements));
  }

  private static boolean isSooner(PlannedRestart planned, Duration allowed) {
    return planned.phase() == Phase.WARNED
        || planned.phase() == Phase.DUE
        || planned.untilDeadline().compareTo(allowed) <= 0;
  }

  /// Time goes on.
  ///
  /// @return whether the machine is to be restarted now
  public boolean after(Duration passed, Presence presence, PersonPolicy policy) {
    var before = planned();
    if (before.isEmpty()) {
      return false;
    }
    var after = before.get().after(passed, presence, policy);
    keep(after);
    if (before.get().phase() == Phase.DUE && after.phase() != Phase.DUE) {
      history.add("failed", "the machine", "It was to restart and did not; that is tried again.");
    } else if (before.get().phase() != after.phase()) {
      tell(after);
    }
    return after.phase() == Phase.DUE && after.left().isZero();
  }

  private void tell(PlannedRestart now) {
    switch (now.phase()) {
      case WARNED ->
          history.add(
              "warned",
              "the machine",
              "The last warning begins: it restarts in " + now.left().toMinutes() + " minutes.");
      case ASKED -> history.add("asked", "the machine", "Who is here is asked to restart it.");
      case WAITING, POSTPONED, DUE -> {}
    }
  }

  /// The person puts it off.
  ///
  /// @return whether that may be
  public boolean postpone(PersonPolicy policy) {
    var now = planned().filter(PlannedRestart::isPostponable);
    if (now.isEmpty()) {
      return false;
    }
    var later = now.get().postponed(policy);
    keep(later);
    history.add(
        "postponed",
        "the machine",
        "The restart was put off for %d minutes; that may be done %d times more."
            .formatted(later.left().toMinutes(), later.postponements()));
    return true;
  }

  /// The person wants it now.
  ///
  /// @param others whether somebody else may work here, too, who then has the time to save
  /// @return whether there is one
  public boolean hurry(boolean others, PersonPolicy policy) {
    var now = planned();
    now.filter(each -> each.phase() != Phase.DUE && !(others && each.phase() == Phase.WARNED))
        .ifPresent(each -> hurry(each, others, policy));
    return now.isPresent();
  }

  private void hurry(PlannedRestart now, boolean others, PersonPolicy policy) {
    history.add("restart", "the machine", "Somebody here wants the restart now.");
    if (others) {
      var warned = now.in(Phase.WARNED, policy.lastWarning());
      keep(warned);
      tell(warned);
    } else {
      keep(now.in(Phase.DUE, Duration.ZERO));
    }
  }

  /// The system goes down now. If it does not, it begins from the start.
  public void begun() {
    history.add("restart", "the machine", "It restarts now.");
    planned().ifPresent(each -> keep(each.in(Phase.DUE, GOING)));
  }

  /// The system refused: it begins from the start after the time of a postponement.
  public void failed(String why, PersonPolicy policy) {
    history.add("failed", "the machine", "It could not be restarted: " + why);
    planned().ifPresent(each -> keep(each.in(Phase.WAITING, policy.postponement())));
  }

  /// Gives it up.
  ///
  /// @return what was planned
  public Optional<PlannedRestart> cancel() {
    var was = planned();
    forget(notes);
    return was;
  }

  /// Forgets it: the enrolment has ended.
  public static void forget(Notes notes) {
    notes.remove(NOTE);
  }

  private void keep(PlannedRestart restart) {
    notes.put(NOTE, write(restart));
  }

  private static String write(PlannedRestart restart) {
    ObjectNode json = JSON.createObjectNode();
    json.put("boot", restart.boot()).put("by", restart.by()).put("reason", restart.reason());
    json.put("allowed", restart.allowed().toSeconds()).put("spent", restart.spent().toSeconds());
    json.put("postponements", restart.postponements()).put("postponed", restart.postponed());
    return json.put("phase", restart.phase().name())
        .put("left", restart.left().toSeconds())
        .toString();
  }

  private static PlannedRestart read(String note) {
    try {
      var json = JSON.readTree(note);
      return new PlannedRestart(
          json.path("boot").asText(),
          json.path("by").asText(),
          json.path("reason").asText(),
          Duration.ofSeconds(json.path("allowed").asLong()),
          Duration.ofSeconds(json.path("spent").asLong()),
          json.path("postponements").asInt(),
          json.path("postponed").asInt(),
          Phase.valueOf(json.path("phase").asText()),
          Duration.ofSeconds(json.path("left").asLong()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note of ours is not JSON", e);
    }
  }
}
