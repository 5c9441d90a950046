/// Programs that the service wants installed, whatever installs them on this system: what was there
/// before stays, what came with an app goes with it.
@NullMarked
package io.reeve.core.apps;

import org.jspecify.annotations.NullMarked;
