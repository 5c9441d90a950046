package io.reeve.core.action;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Does what takes longer than the loop may wait.
public interface Aside {
  /// Does the work on another thread and its end on the loop. The work does not throw.
  <T> void run(String thread, Callable<T> work, Consumer<T> end);

  /// Does something on the loop when the service has heard what waits for it, or when it cannot be
  /// reached after some tries.
  default void onceTold(Runnable then) {
    then.run();
  }
}
