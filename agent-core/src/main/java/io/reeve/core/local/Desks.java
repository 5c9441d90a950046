package io.reeve.core.local;

/// Who answers whom. What costs the machine or the service much, an ordinary user gets in another
/// way than an administrator.
///
/// @param administrators answers those who may do everything
/// @param others answers everybody else; who may call what, and what is left out of an answer, is
///   decided before and after
public record Desks(AgentService administrators, AgentService others) {
  /// One that answers all.
  static Desks same(AgentService service) {
    return new Desks(service, service);
  }

  AgentService of(Peer peer) {
    return peer.administrator() ? administrators : others;
  }
}
