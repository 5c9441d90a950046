package io.reeve.core.agent;

import io.reeve.core.action.Guard;
import io.reeve.core.approval.Keys;
import io.reeve.enroll.DmAccount;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the guard was told at enrolment and by `agent.json`. The approvers' keys are the parm
/// `ApproverKey` of `DMClient/Provider/{id}` in the provisioning document: public Ed25519 keys in
/// base64 with commas between. The service cannot change them later.
record GuardTerms(Enrolment enrolment, AgentConfig config) implements Guard.Terms {
  /// The parm's name.
  static final String APPROVER_KEY = "ApproverKey";

  private static final Logger LOG = LoggerFactory.getLogger(GuardTerms.class);

  @Override
  public String device() {
    return enrolment.current().map(DmAccount::deviceId).orElse("");
  }

  private Optional<String> given() {
    return enrolment.pinned(APPROVER_KEY);
  }

  @Override
  public boolean needsApproval() {
    return given().isPresent();
  }

  /// A key that cannot be read is nobody's: the device then refuses what is destructive rather than
  /// doing it without a second person.
  @Override
  public List<PublicKey> approvers() {
    return Keys.publicKeys(
        given().orElse(""), why -> LOG.warn("an approver's key of the enrolment is none: {}", why));
  }

  @Override
  public Duration hold() {
    return config.hold();
  }

  @Override
  public Duration vouchedHold() {
    return config.scriptHold();
  }
}
