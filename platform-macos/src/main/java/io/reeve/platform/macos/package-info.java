/// macOS: its mechanisms, tables and actions.
@NullMarked
package io.reeve.platform.macos;

import org.jspecify.annotations.NullMarked;
