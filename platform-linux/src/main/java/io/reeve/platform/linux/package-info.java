/// Linux: its mechanisms and tables. It has no action of its own yet; the agent has its own.
@NullMarked
package io.reeve.platform.linux;

import org.jspecify.annotations.NullMarked;
