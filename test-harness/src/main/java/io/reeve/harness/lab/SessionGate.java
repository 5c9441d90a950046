package io.reeve.harness.lab;

import io.reeve.core.dm.Cred;
import io.reeve.core.dm.Meta;
import io.reeve.core.dm.SyncHdr;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// `syncml:auth-md5` of one session (OMA DM Security). The lab's own rules: a nonce is good for the
/// dialect's time; once let in, a device stays in for the session, except in the sloppy dialect,
/// which wants credentials in every message.
final class SessionGate {
  private static final String MD5 = "syncml:auth-md5";

  private final Devices devices;
  private final String device;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private boolean letIn;

  SessionGate(Devices devices, String device, Clock clock) {
    this.devices = devices;
    this.device = device;
    this.clock = clock;
  }

  /// What the gate says to a message.
  ///
  /// @param open whether its commands are looked at
  /// @param code the status of its header
  /// @param challenge what goes with that
  record Verdict(boolean open, int code, Optional<Meta> challenge) {}

  Verdict check(SyncHdr header, LabDialect dialect) {
    if (!dialect.authMd5() || letIn) {
      return new Verdict(true, letIn ? 212 : 200, Optional.empty());
    }
    if (header.cred().isEmpty()) {
      return shut(407, dialect);
    }
    var cred = header.cred().get();
    if (!cred.meta().type().equals(Optional.of(MD5))) {
      return shut(401, dialect);
    }
    var secrets = devices.secrets(device);
    if (clock.instant().isAfter(secrets.clientNonceAt().plus(dialect.nonceLife()))) {
      return shut(407, dialect);
    }
    if (!Md5.proves(cred.data(), secrets.clientDigest(), secrets.clientNonce())) {
      return shut(401, dialect);
    }
    if (dialect.sloppy()) {
      return new Verdict(true, 200, Optional.empty());
    }
    letIn = true;
    return new Verdict(true, 212, Optional.of(challenge(dialect)));
  }

  private Verdict shut(int code, LabDialect dialect) {
    return new Verdict(false, code, Optional.of(challenge(dialect)));
  }

  /// A new nonce; from now on the only good one.
  private Meta challenge(LabDialect dialect) {
    var nonce = Base64.getEncoder().encodeToString(nonce(dialect));
    devices.clientNonce(device, nonce);
    return Meta.of("b64", MD5).withNextNonce(nonce);
  }

  private byte[] nonce(LabDialect dialect) {
    if (dialect.sloppy()) {
      return UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    }
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return bytes;
  }

  /// The lab's own proof towards the device.
  Cred proof() {
    var secrets = devices.secrets(device);
    return new Cred(Meta.of("b64", MD5), Md5.proof(secrets.serverDigest(), secrets.serverNonce()));
  }

  /// The device has told the nonce it wants next.
  void takeNonce(Meta challenge) {
    challenge.nextNonce().ifPresent(nonce -> devices.serverNonce(device, nonce));
  }
}
