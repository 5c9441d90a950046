/// Windows: its mechanisms, tables and actions.
@NullMarked
package io.reeve.platform.windows;

import org.jspecify.annotations.NullMarked;
