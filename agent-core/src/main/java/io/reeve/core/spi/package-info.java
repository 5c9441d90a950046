/// What a platform gives the agent, and all that platform code may touch.
///
/// A platform module implements [Platform] and is found by `ServiceLoader`. It sees this package,
/// `io.reeve.core.desk`, `io.reeve.core.files`, `io.reeve.core.programs` and `io.reeve.policy`,
/// nothing else of the agent. Adding a mechanism, table or action is one class and one line in the
/// platform's list.
@NullMarked
package io.reeve.core.spi;

import org.jspecify.annotations.NullMarked;
