package io.reeve.core.desk;

import java.util.List;

/// A notice for the person.
///
/// @param id tells it from others
/// @param urgency how much it wants to be seen
/// @param title a few words
/// @param body one or more sentences; may have line ends
/// @param buttons what the person may answer, at most three; may be empty
public record Notice(String id, Urgency urgency, String title, String body, List<Button> buttons) {
  public Notice {
    buttons = List.copyOf(buttons);
  }

  /// How much it wants to be seen.
  public enum Urgency {
    /// It goes by itself after a while.
    NORMAL,
    /// It stays until it is answered, put away or withdrawn.
    URGENT
  }

  /// A button.
  ///
  /// @param id told when it is pressed
  public record Button(String id, String label) {}
}
