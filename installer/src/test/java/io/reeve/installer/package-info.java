/// The whole system: its architecture, and the main job from end to end.
@NullMarked
package io.reeve.installer;

import org.jspecify.annotations.NullMarked;
