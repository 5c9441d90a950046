package io.reeve.core.action;

import java.time.Instant;

/// A machine that goes down at a time that is set.
///
/// @param id the command's
/// @param uri the action's address
/// @param at when, by this machine's clock
public record Going(String id, String uri, Instant at) {}
