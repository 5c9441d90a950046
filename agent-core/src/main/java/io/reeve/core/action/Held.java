package io.reeve.core.action;

import java.time.Instant;

/// A destructive action that is held back.
///
/// @param id the command's
/// @param uri the action's address
/// @param argument what the service gave; empty for nothing
/// @param until when it will run, by this machine's clock
/// @param by who asked for it
public record Held(String id, String uri, String argument, Instant until, String by) {}
