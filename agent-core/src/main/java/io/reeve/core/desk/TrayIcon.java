package io.reeve.core.desk;

import java.util.List;

/// The icon with all that belongs to it.
///
/// @param state what it shows; [TrayImage] draws it
/// @param label what it is, for screen readers and where only text is shown: name and state
/// @param sentence how things stand, in a sentence; the tooltip
/// @param menu top to bottom
public record TrayIcon(State state, String label, String sentence, List<MenuEntry> menu) {
  public TrayIcon {
    menu = List.copyOf(menu);
  }

  /// What the icon tells at a glance, by shape and by colour.
  public enum State {
    COMPLIANT,
    /// The machine is managed, and nothing has been judged.
    UNJUDGED,
    ATTENTION,
    NOT_ENROLLED,
    /// The daemon does not answer, or the service has not been reached for long.
    OFFLINE
  }
}
