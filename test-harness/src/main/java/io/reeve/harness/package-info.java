/// For development, demonstration and tests: the lab service, contracts that every implementation
/// of an SPI must pass, and fakes.
@NullMarked
package io.reeve.harness;

import org.jspecify.annotations.NullMarked;
