@NullMarked
package io.reeve.policy;

import org.jspecify.annotations.NullMarked;
