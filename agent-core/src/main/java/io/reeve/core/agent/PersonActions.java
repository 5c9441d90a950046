package io.reeve.core.agent;

import io.reeve.core.person.CancelRestart;
import io.reeve.core.person.MessageAction;
import io.reeve.core.person.Messages;
import io.reeve.core.person.RestartSoon;
import io.reeve.core.person.Restarts;
import io.reeve.core.spi.RemoteAction;
import java.util.List;

/// What the service may ask of the person at the machine.
final class PersonActions {
  private PersonActions() {}

  static List<RemoteAction> all(Parts parts, Restarts restarts, Messages messages, Runnable soon) {
    var notes = parts.store().notes();
    return List.of(
        new MessageAction(notes, messages, soon),
        new RestartSoon(notes, restarts, () -> parts.boot().get().orElse(""), soon, parts.clock()),
        new CancelRestart(restarts, soon));
  }
}
