package io.reeve.core.tree;

import io.reeve.enroll.DmAccount;
import io.reeve.enroll.RenewalState;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// The enrolment as the tree reads and changes it; kept by the agent.
public interface AccountPort {
  /// The account as it is now.
  DmAccount account();

  /// Takes the place of the account, in one step with these secrets; durable when it returns. The
  /// agent uses it from then on: a changed poll table starts anew, changed addresses and
  /// credentials count for the next message.
  ///
  /// @param secrets new secrets by their names in the key store; the others stay
  void change(DmAccount account, Map<String, String> secrets) throws IOException;

  /// A secret now kept, so that a change can be taken back; never given to the service.
  Optional<String> secret(String name) throws IOException;

  /// What is known of renewing the certificate.
  RenewalState renewal();

  /// The SHA-1 of the device's certificate, upper-case hexadecimal; empty when it cannot be read.
  Optional<String> thumbprint();

  /// The hardware id this device enrolled with.
  String hardwareId();

  /// Asks for the certificate to be renewed once this session is over.
  void renew();
}
