/// The agent put together: configuration, the loop and its triggers, and the only place that knows
/// every part.
@NullMarked
package io.reeve.core.agent;

import org.jspecify.annotations.NullMarked;
