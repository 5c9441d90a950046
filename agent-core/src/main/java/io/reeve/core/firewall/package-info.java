/// What is asked of a machine's firewall, in the published words: rules of fields that come one by
/// one, ports and addresses. Whoever holds the firewall is a platform's part.
@NullMarked
package io.reeve.core.firewall;

import org.jspecify.annotations.NullMarked;
