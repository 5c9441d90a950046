/// Remembers: one SQLite file with everything the service asked for, what was there before, and
/// what was done.
///
/// One connection writes and it belongs to the agent's loop. The process may die at any
/// instruction; the next start finds either the old or the new state, never a mixture. No secret is
/// ever stored here.
@NullMarked
package io.reeve.store;

import org.jspecify.annotations.NullMarked;
