@NullMarked
package io.reeve.harness.load;

import org.jspecify.annotations.NullMarked;
