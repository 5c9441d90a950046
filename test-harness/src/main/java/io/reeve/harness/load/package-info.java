/// `reeve lab-load`: a fleet of devices in one process, each with its own key, certificate, TLS
/// sessions and memory, and each made of the agent's own parts from the session downwards. It shows
/// what a service has to bear and what a sync costs on both sides.
@NullMarked
package io.reeve.harness.load;

import org.jspecify.annotations.NullMarked;
