/// The machine as tables: what OSHI and the platform can read, each table with a deadline, and
/// read-only SQL over them.
///
/// Names and columns follow osquery's published schema where it has the table.
@NullMarked
package io.reeve.core.inventory;

import org.jspecify.annotations.NullMarked;
