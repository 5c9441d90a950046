/// Enrols: speaks MS-MDE2 with MS-XCEP and MS-WSTEP, and gives back an account and a certificate
/// chain.
///
/// Reaches the network only through [Exchange] and the device's key only through a port. All or
/// nothing: a failure at any step leaves no trace but the log. A refusal of the server is a value
/// with the code and what to do, never an exception.
@NullMarked
package io.reeve.enroll;

import org.jspecify.annotations.NullMarked;
