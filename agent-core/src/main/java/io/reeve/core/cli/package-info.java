/// The command line: each command asks the running daemon or, without one, an agent in this
/// process, and prints the answer.
@NullMarked
package io.reeve.core.cli;

import org.jspecify.annotations.NullMarked;
