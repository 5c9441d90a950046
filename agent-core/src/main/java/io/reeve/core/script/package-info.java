/// Remediations: scripts of the service that look for a fault and mend it. When they are due, what
/// they are signed with, what came of them. Everything here is decided on the loop's thread; only
/// [io.reeve.core.script.RemediationRun] runs beside it.
@NullMarked
package io.reeve.core.script;

import org.jspecify.annotations.NullMarked;
