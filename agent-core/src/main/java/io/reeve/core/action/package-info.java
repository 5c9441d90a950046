/// Remote actions that need no operating system, and the runner that runs any action at most once
/// for each command id.
@NullMarked
package io.reeve.core.action;

import org.jspecify.annotations.NullMarked;
