/// The hot paths under JMH: what every session, pass and start goes through. Options and forks are
/// given by `./reeve bench jmh`, whose JVM has the daemon's collector and compiler.
@NullMarked
package io.reeve.benchmarks;

import org.jspecify.annotations.NullMarked;
