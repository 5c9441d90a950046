/// Measures the installed image against the budgets of `docs/performance.md`: whole processes, with
/// a lab of their own and below a scratch root. `./reeve bench` runs
/// [io.reeve.installer.bench.Bench].
@NullMarked
package io.reeve.installer.bench;

import org.jspecify.annotations.NullMarked;
