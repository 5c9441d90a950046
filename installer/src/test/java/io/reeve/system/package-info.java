/// Proof on a booted system: a real systemd as process 1, in a disposable machine of its own.
///
/// To add a row of the catalogue, add one entry to [io.reeve.system.TierOne]: what the service
/// sets, probes that show from outside that it is in force (a tool of the system, never one that
/// Reeve reads with), and what somebody does behind the agent's back. The course each row takes is
/// in `TierOneTest`; what a machine is like before, in `Furniture`; what mmdebstrap puts on it, in
/// `MachineImage` (a changed list is a new image, built at the next run).
///
/// `mvn verify -pl installer -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=TierOneTest
/// -Dreeve.rows=ssh.permit-root-login,host.name` runs some rows only; `target/tier1.md` in
/// `installer` holds the result. It needs root, `systemd-container` and `mmdebstrap`; where one is
/// missing, the suite says so and is skipped.
@NullMarked
package io.reeve.system;

import org.jspecify.annotations.NullMarked;
