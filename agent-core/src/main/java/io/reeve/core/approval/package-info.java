/// A second person's word for what is destructive: how it is given, on that person's own machine,
/// and how a device reads it.
@NullMarked
package io.reeve.core.approval;

import org.jspecify.annotations.NullMarked;
