/// Takes what looks like a secret out of texts that leave the machine. Whoever sends a text that
/// others have a part in calls it; it knows nothing of where the text comes from.
///
/// It rather takes too much than too little, and works in time that grows with the length of the
/// text alone: what it reads may have been written to hold it up.
@NullMarked
package io.reeve.core.redact;

import org.jspecify.annotations.NullMarked;
