/// Passwords that the service keeps: made on this machine, sealed so that only its key opens them,
/// and in force only when the service has said that it has them. And the accounts they are of.
@NullMarked
package io.reeve.core.escrow;

import org.jspecify.annotations.NullMarked;
