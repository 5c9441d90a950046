/// Windows: recognised; its mechanisms, tables and actions are not built yet.
@NullMarked
package io.reeve.platform.windows;

import org.jspecify.annotations.NullMarked;
