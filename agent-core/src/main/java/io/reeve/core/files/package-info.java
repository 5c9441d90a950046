/// Configuration files, and the mechanisms that keep settings in them, as far as several systems
/// have the same: written so that a crash leaves the old file or the new, edited so that everything
/// can be taken back. What differs between systems comes through [io.reeve.core.spi.FileAttributes]
/// and [io.reeve.core.files.Settler].
@NullMarked
package io.reeve.core.files;

import org.jspecify.annotations.NullMarked;
