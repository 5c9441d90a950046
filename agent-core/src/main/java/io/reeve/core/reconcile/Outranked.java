package io.reeve.core.reconcile;

/// An authority's value is not the one in effect.
///
/// @param owned whether it has a say in it at all
/// @param why who has its way and by which rule, or that it has no say
public record Outranked(boolean owned, String why) {}
