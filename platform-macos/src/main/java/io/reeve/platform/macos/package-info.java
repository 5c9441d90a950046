/// macOS: recognised; its mechanisms, tables and actions are not built yet.
@NullMarked
package io.reeve.platform.macos;

import org.jspecify.annotations.NullMarked;
