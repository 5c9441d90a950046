package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Threads that hang. The functions of Windows do nothing here and say that it went well.
final class ComTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Com com =
      new Com(
          new Win32() {
            @Override
            public <T extends Library> T load(String dll, Class<T> functions) {
              return functions.cast(
                  Proxy.newProxyInstance(
                      functions.getClassLoader(),
                      new Class<?>[] {functions},
                      (_, method, _) -> method.getReturnType() == int.class ? (Object) 0 : 0L));
            }

            @Override
            public int lastError() {
              return 0;
            }
          },
          "test");

  @AfterEach
  void letAllComeBack() {
    end.countDown();
  }

  private String hang(CompletableFuture<Void> begun) {
    begun.complete(null);
    try {
      end.await();
    } catch (InterruptedException _) {
      // as a call of Windows, which knows of no interrupts
      return hang(begun);
    }
    return "back";
  }

  @Test
  void whatWaitsBehindACallThatHangsFailsAndTheNextIsAnswered() throws Exception {
    var begun = new CompletableFuture<Void>();
    var waiting = new CompletableFuture<Throwable>();
    var first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                com.run(SHORT, _ -> hang(begun));
              } catch (IOException _) {
                // as it should
              }
            });
    begun.join();
    Thread.ofVirtual()
        .start(() -> {
          try {
            com.run(LONG, _ -> "late");
            waiting.complete(new AssertionError("it was answered"));
          } catch (IOException | RuntimeException e) {
            waiting.complete(e);
          }
        });
    first.join();
    String next = com.run(LONG, _ -> "next");
    assertThat(next).isEqualTo("next");
    var told = waiting.join();
    if (!(told instanceof AssertionError)) {
      assertThat(told).hasMessageContaining("did not answer what was asked before this");
    }
  }

  @Test
  void whileManyHangNothingMoreIsBegun() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> com.run(SHORT, _ -> hang(new CompletableFuture<>())))
          .hasMessageContaining("did not answer within");
    }
    assertThatThrownBy(() -> com.run(LONG, _ -> "more"))
        .hasMessageContaining("has not come back from 4 calls");
  }
}
