/// Decides: what is wanted, what is seen, what is to be done, whether the machine complies.
///
/// Pure: nothing here reads a file (but the catalogue on its own class path), opens a socket, asks
/// the clock or touches the machine. Every decision is a function of values, so every decision can
/// be tested with values.
@NullMarked
package io.reeve.policy;

import org.jspecify.annotations.NullMarked;
