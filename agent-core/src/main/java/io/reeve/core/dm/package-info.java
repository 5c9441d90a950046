/// The management session: SyncML messages in and out, as MS-MDM profiles OMA DM 1.2.
///
/// No I/O. A session is a state machine that is given the bytes of an answer and gives back the
/// bytes of the next message, so that waiting for the network happens elsewhere.
@NullMarked
package io.reeve.core.dm;

import org.jspecify.annotations.NullMarked;
