/// The agent put together: its parts, made in one place; the loop, the only caller of what changes
/// machine and store; and what each trigger makes it do.
@NullMarked
package io.reeve.core.agent;

import org.jspecify.annotations.NullMarked;
