package io.reeve.core.agent;

import io.reeve.core.action.PowerAction;
import io.reeve.core.person.PersonPolicy;
import io.reeve.core.spi.Power.Way;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Texts;
import io.reeve.store.Notes;
import java.time.Duration;
import java.util.Locale;

/// What the system tells everybody before it goes down: by whom, and how long they have. In the
/// machine's language, for it goes to all of them.
record PowerWords(Notes notes) implements PowerAction.Words {
  @Override
  public String of(Way way, Duration in) {
    var texts = Texts.of(Locale.getDefault());
    var from = LetterText.from(PersonPolicy.of(notes).organisation(), texts);
    var key =
        switch (way) {
          case RESTART -> "wall.restart";
          case SWITCH_OFF -> "wall.off";
        };
    return in.isZero() ? texts.of(key + ".now", from) : texts.of(key, from, texts.duration(in));
  }
}
