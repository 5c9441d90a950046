package io.reeve.core.spi;

/// Regard for the person at the machine, before work begins that disturbs them or costs them.
@FunctionalInterface
public interface Courtesy {
  /// Waits until now is a good moment for it, for a day at most; not on the loop's thread.
  void await();

  /// Waits for nobody.
  static Courtesy none() {
    return () -> {};
  }
}
