package io.reeve.core.person;

import io.reeve.store.Notes;
import java.time.Duration;

/// How the organisation wants people to be treated.
///
/// @param postponements how often a restart may be put off
/// @param postponement for how long each time
/// @param deadline how long a restart may be put off altogether
/// @param lastWarning how long before a restart that nobody can put off any more people are warned
/// @param busyGrace how much longer a restart waits for somebody who is in a call or presents
/// @param minimumBattery below which percentage nothing is begun that a dying machine would break
/// @param meteredWaits whether installs wait for a link that does not cost
/// @param messageWait how long a message waits for a good moment
/// @param messagesPerHour how many messages the service may send in an hour
/// @param organisation who sends them; empty where nobody has said it
public record PersonPolicy(
    int postponements,
    Duration postponement,
    Duration deadline,
    Duration lastWarning,
    Duration busyGrace,
    int minimumBattery,
    boolean meteredWaits,
    Duration messageWait,
    int messagesPerHour,
    String organisation) {

  /// As the service has it now.
  public static PersonPolicy of(Notes notes) {
    return new PersonPolicy(
        PolicyNode.POSTPONEMENTS.number(notes),
        Duration.ofMinutes(PolicyNode.POSTPONE_MINUTES.number(notes)),
        Duration.ofHours(PolicyNode.DEADLINE_HOURS.number(notes)),
        Duration.ofMinutes(PolicyNode.LAST_WARNING_MINUTES.number(notes)),
        Duration.ofHours(PolicyNode.BUSY_GRACE_HOURS.number(notes)),
        PolicyNode.MINIMUM_BATTERY.number(notes),
        Boolean.parseBoolean(PolicyNode.METERED_WAITS.of(notes)),
        Duration.ofHours(PolicyNode.MESSAGE_WAIT_HOURS.number(notes)),
        PolicyNode.MESSAGES_PER_HOUR.number(notes),
        PolicyNode.ORGANISATION.of(notes));
  }

  /// Forgets what the service has said: the enrolment has ended.
  public static void forget(Notes notes) {
    for (var node : PolicyNode.values()) {
      node.forget(notes);
    }
  }
}
