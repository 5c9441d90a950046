package io.reeve.core.person;

import io.reeve.core.desk.SafeText;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import io.reeve.store.Notes;
import java.util.Optional;
import java.util.Set;

/// `Actions/Message`: shows a message of the organisation to whoever is at the machine, at a good
/// moment. The argument is its text, or a JSON object with `text`, `title` and `urgent`.
///
/// @param soon has it looked after
public record MessageAction(Notes notes, Messages messages, Runnable soon) implements RemoteAction {
  static final int LONGEST_TITLE = 80;
  static final int LONGEST_TEXT = 1000;
  private static final int LONGEST = 8 * 1024;

  @Override
  public OmaUri uri() {
    return OmaUri.parse("./Device/Vendor/Reeve/Actions/Message");
  }

  @Override
  public Result run(Value argument) {
    var given = argument.isAbsent() ? "" : argument.wire().strip();
    if (given.length() > LONGEST) {
      return new Result.Refused("the message is longer than " + LONGEST + " characters");
    }
    var fields = Fields.of(given, "text", Set.of("text", "title", "urgent"));
    var problem = fields.problem().or(() -> problem(fields));
    if (problem.isPresent()) {
      return new Result.Refused(problem.get());
    }
    if (!messages.isRoom(PersonPolicy.of(notes))) {
      return new Result.Refused(
          "this hour's messages were sent; MessagesPerHour of Person says how many may be");
    }
    messages.add(
        SafeText.line(fields.text("title")).strip(),
        SafeText.lines(fields.text("text")).strip(),
        fields.flag("urgent"));
    soon.run();
    return new Result.Done("it is shown at a good moment");
  }

  private static Optional<String> problem(Fields fields) {
    if (fields.text("text").isBlank()) {
      return Optional.of("the message has no text");
    }
    if (fields.text("text").length() > LONGEST_TEXT) {
      return Optional.of("the text is longer than " + LONGEST_TEXT + " characters");
    }
    return fields.text("title").length() > LONGEST_TITLE
        ? Optional.of("the title is longer than " + LONGEST_TITLE + " characters")
        : Optional.empty();
  }
}
