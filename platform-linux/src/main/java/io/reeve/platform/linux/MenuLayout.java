package io.reeve.platform.linux;

import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.Position;

/// Two values that a method of the menu returns, as dbus-java wants them.
public final class MenuLayout<A, B> extends Tuple {
  @Position(0)
  private final A first;

  @Position(1)
  private final B second;

  public MenuLayout(A first, B second) {
    this.first = first;
    this.second = second;
  }

  public A getFirst() {
    return first;
  }

  public B getSecond() {
    return second;
  }
}
