/// `reeve tray`: what the person sees. A small process in their session, as their own user, that
/// asks the daemon over the local API and shows what it says.
///
/// It must stay small, so nothing of network, store or cryptography is loaded here.
@NullMarked
package io.reeve.core.tray;

import org.jspecify.annotations.NullMarked;
