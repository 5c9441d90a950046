/// Judges the device against the policy document the service sent, offline, on change and on
/// schedule, and reports what changed.
@NullMarked
package io.reeve.core.compliance;

import org.jspecify.annotations.NullMarked;
