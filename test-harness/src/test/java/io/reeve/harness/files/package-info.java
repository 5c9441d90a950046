/// The mechanisms in files that several systems share, on scratch roots.
@NullMarked
package io.reeve.harness.files;

import org.jspecify.annotations.NullMarked;
