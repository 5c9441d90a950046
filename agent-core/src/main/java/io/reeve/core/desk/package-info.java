/// What a platform shows the person at the machine and knows of them: icon, menu, notices,
/// presence, who is logged in. The platforms fill it; what is shown and when is decided above.
///
/// All text that comes here is plain. What a system would take for markup in it, its platform
/// escapes.
@NullMarked
package io.reeve.core.desk;

import org.jspecify.annotations.NullMarked;
