/// Programs of the system as processes of their own, and what takes long, for platforms.
@NullMarked
package io.reeve.core.programs;

import org.jspecify.annotations.NullMarked;
