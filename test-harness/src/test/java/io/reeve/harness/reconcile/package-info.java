/// The reconciler against machines in memory and on disk, with every kind of trouble.
@NullMarked
package io.reeve.harness.reconcile;

import org.jspecify.annotations.NullMarked;
