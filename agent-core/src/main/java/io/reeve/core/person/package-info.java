/// When the person at the machine is interrupted, and with what: one rule for all that could, the
/// notices that wait for them, and restarts that they may put off up to a deadline.
///
/// Nothing here touches the machine. Time and presence are given; what is decided is done by the
/// agent. Used on the loop's thread only, but for [GoodMoment], which is pure.
@NullMarked
package io.reeve.core.person;

import org.jspecify.annotations.NullMarked;
