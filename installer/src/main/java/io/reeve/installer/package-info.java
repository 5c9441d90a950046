/// Makes the packages that a machine installs, out of what the other modules have built. None of it
/// is in a package itself. `./reeve package` runs [io.reeve.installer.Packaging].
///
/// The order is: [io.reeve.installer.Jars] (libraries without what other systems need),
/// [io.reeve.installer.Image] (a Java runtime and launchers), [io.reeve.installer.Training] (the
/// cache that makes both start fast), and then what the system installs: on Linux a
/// [io.reeve.installer.LinuxTree] in a [io.reeve.installer.Deb] and a [io.reeve.installer.Rpm].
@NullMarked
package io.reeve.installer;

import org.jspecify.annotations.NullMarked;
