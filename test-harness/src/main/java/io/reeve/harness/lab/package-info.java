/// The lab: a real MDM service for one machine, a demonstration or a small office.
///
/// It speaks MS-MDE2 (enrolment) and MS-MDM (sessions) over TLS with a small CA of its own, keeps
/// what every device should have and what it answered in one SQLite file, and is steered by a JSON
/// API or from Java. [io.reeve.harness.lab.Lab] starts it. A fleet runs on an existing server that
/// speaks these protocols, not on this one.
///
/// Nothing here trusts the peer: every body is bounded before it is parsed, a session needs a
/// certificate this lab issued, the API needs its token.
@NullMarked
package io.reeve.harness.lab;

import org.jspecify.annotations.NullMarked;
