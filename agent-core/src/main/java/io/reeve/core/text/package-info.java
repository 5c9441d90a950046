/// What people read in tray and notices, in their language: one bundle of resources, whose English
/// stands for every language it has not.
@NullMarked
package io.reeve.core.text;

import org.jspecify.annotations.NullMarked;
