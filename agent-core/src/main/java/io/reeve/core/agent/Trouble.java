package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.enroll.ExchangeException;
import io.reeve.enroll.KeyHomeException;
import io.reeve.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/// What the parts throw, as what people are told.
final class Trouble {
  private Trouble() {}

  static AgentException of(KeyHomeException e) {
    return new AgentException(Kind.FAILED, message(e), e.hint());
  }

  static AgentException of(StoreException e) {
    return new AgentException(Kind.FAILED, message(e), e.hint());
  }

  /// No answer could be had from the service.
  static AgentException of(IOException e) {
    var hint =
        e instanceof ExchangeException known ? known.hint() : "check the network and the address";
    return new AgentException(Kind.UNREACHABLE, message(e), hint);
  }

  /// A defect of the agent; the log has the details.
  static AgentException defect(Throwable e) {
    return new AgentException(Kind.FAILED, "a defect of the agent: " + e, "report it with the log");
  }

  /// Its message, or what it is when it has none.
  static String message(Throwable e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }
}
