/// Linux: its mechanisms, tables and actions.
@NullMarked
package io.reeve.platform.linux;

import org.jspecify.annotations.NullMarked;
