/// Makes the machine as desired: look, plan, store, write, settle, read back, journal.
///
/// The only code that writes to the machine's configuration. Every "before" is stored and durable
/// ahead of the first write, so a crash at any moment is finished or undone at the next start. Runs
/// on the loop's thread only.
@NullMarked
package io.reeve.core.reconcile;

import org.jspecify.annotations.NullMarked;
