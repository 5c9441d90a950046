/// Reads XML from strangers: no document types, no entities, bounded in size and depth. Used
/// wherever a message from the network is parsed.
@NullMarked
package io.reeve.enroll.xml;

import org.jspecify.annotations.NullMarked;
