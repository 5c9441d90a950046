/// The word of people who are not the service, for what is destructive and for scripts: how it is
/// given, on their own machines, and how a device reads it.
@NullMarked
package io.reeve.core.approval;

import org.jspecify.annotations.NullMarked;
