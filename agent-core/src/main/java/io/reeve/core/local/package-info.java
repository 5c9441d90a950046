/// The local API: JSON-RPC over a Unix domain socket, and the types that travel on it.
///
/// Who may call what is decided from the credentials the kernel gives for the peer, never from what
/// the peer says.
@NullMarked
package io.reeve.core.local;

import org.jspecify.annotations.NullMarked;
