/// macOS: mechanisms, tables and scripts. Frameworks are reached through small interfaces of our
/// own, behind which the tests have others; what programs write is parsed apart from running them.
@NullMarked
package io.reeve.platform.macos;

import org.jspecify.annotations.NullMarked;
