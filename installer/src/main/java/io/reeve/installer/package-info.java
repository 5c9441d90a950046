/// The program put together. Nothing here is code of its own: this module gathers what a machine
/// runs, and tests it as a whole.
@NullMarked
package io.reeve.installer;

import org.jspecify.annotations.NullMarked;
