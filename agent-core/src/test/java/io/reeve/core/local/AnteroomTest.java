package io.reeve.core.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnteroomTest {
  private final List<String> gone = new ArrayList<>();
  private final Anteroom anteroom = new Anteroom(2);

  private Closeable connection(String name) {
    return () -> gone.add(name);
  }

  @Test
  void whoHasSaidNothingForTheLongestGoesWhenItIsFull() throws IOException {
    anteroom.enter(connection("first"));
    anteroom.enter(connection("second"));
    assertThat(gone).isEmpty();
    anteroom.enter(connection("third"));
    anteroom.enter(connection("fourth"));
    assertThat(gone).containsExactly("first", "second");
  }

  @Test
  void whoHasSpokenIsNoLongerThere() throws IOException {
    var first = connection("first");
    anteroom.enter(first);
    anteroom.leave(first);
    anteroom.enter(connection("second"));
    anteroom.enter(connection("third"));
    assertThat(gone).isEmpty();
  }
}
