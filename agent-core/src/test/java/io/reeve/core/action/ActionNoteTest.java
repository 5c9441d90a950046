package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.action.ActionNote.State;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ActionNoteTest {
  /// Whatever the service has written into it.
  @ParameterizedTest
  @EnumSource
  void whetherItIsOverIsSeenWithoutReadingIt(State state) {
    var note =
        new ActionNote(
            state,
            Instant.EPOCH,
            "\"state\":\"DONE\"",
            "\"state\":\"HELD\",{}",
            true,
            false,
            "\"state\":\"DONE\"");
    assertThat(ActionNote.isOver(note.write(7))).isEqualTo(state.isOver());
    assertThat(ActionNote.read(note.write(7))).hasValue(note);
  }
}
