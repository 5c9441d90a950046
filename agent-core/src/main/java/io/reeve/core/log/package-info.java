/// The daemon's log as a file, for systems that do not keep what it says.
@NullMarked
package io.reeve.core.log;

import org.jspecify.annotations.NullMarked;
