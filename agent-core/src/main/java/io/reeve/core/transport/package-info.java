/// The network, through Netty: the one implementation of [io.reeve.enroll.Exchange]. Nothing else
/// imports Netty.
@NullMarked
package io.reeve.core.transport;

import org.jspecify.annotations.NullMarked;
