package io.reeve.core.reconcile;

/// Stands in for bodies that follow within the hour.
final class Unbuilt {
  private Unbuilt() {}

  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
  static <T> T yet() {
    throw new UnsupportedOperationException("not built yet");
  }
}
