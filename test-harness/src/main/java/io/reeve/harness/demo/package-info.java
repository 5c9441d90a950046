/// The demonstration: the whole job with real parts, on loopback and below a scratch folder, in
/// half a minute.
@NullMarked
package io.reeve.harness.demo;

import org.jspecify.annotations.NullMarked;
