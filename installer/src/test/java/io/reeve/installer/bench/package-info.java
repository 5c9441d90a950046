@NullMarked
package io.reeve.installer.bench;

import org.jspecify.annotations.NullMarked;
