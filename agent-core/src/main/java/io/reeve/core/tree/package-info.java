/// The management tree: which branch answers for a node, and what a command does there.
///
/// A branch takes commands and gives one reply for each. The configuration branch stages desired
/// values and hands them to the reconciler; the others read what is known. Runs on the loop's
/// thread only.
@NullMarked
package io.reeve.core.tree;

import org.jspecify.annotations.NullMarked;
