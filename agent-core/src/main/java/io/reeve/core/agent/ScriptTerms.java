package io.reeve.core.agent;

import io.reeve.core.approval.Keys;
import io.reeve.core.script.Signers;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose scripts run here: of those whose public Ed25519 keys were the parm `ScriptKey` of
/// `DMClient/Provider/{id}` in the provisioning document (base64, commas between), which the
/// service cannot change later; or whatever the service sends, where `agent.json` says so.
record ScriptTerms(Enrolment enrolment, AgentConfig config) implements Supplier<Signers.Terms> {
  /// The parm's name.
  static final String SCRIPT_KEY = "ScriptKey";

  private static final Logger LOG = LoggerFactory.getLogger(ScriptTerms.class);

  @Override
  public Signers.Terms get() {
    var guard = new GuardTerms(enrolment, config);
    return new Signers.Terms(
        signers(),
        guard.needsApproval() ? Optional.of(guard.approvers()) : Optional.empty(),
        config.runUnsignedScripts());
  }

  private List<PublicKey> signers() {
    return Keys.publicKeys(
        enrolment.pinned(SCRIPT_KEY).orElse(""),
        why -> LOG.warn("a key for scripts of the enrolment is none: {}", why));
  }
}
