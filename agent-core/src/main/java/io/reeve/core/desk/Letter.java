package io.reeve.core.desk;

/// Something that a person is to be told, before it is put into words of their language.
///
/// @param id tells it from others
/// @param kind what it is about
/// @param urgent whether it stays until it is answered
/// @param from who sends it; empty for the organisation, where nobody has named it
/// @param title of a message; else empty
/// @param text of a message, the reason for something, or what happens; safe to show, may be empty
/// @param minutes until something happens; 0 where nothing does
/// @param times how often it may still be put off
public record Letter(
    String id,
    Kind kind,
    boolean urgent,
    String from,
    String title,
    String text,
    int minutes,
    int times) {
  /// What it is about.
  public enum Kind {
    MESSAGE,
    /// May the machine be restarted?
    RESTART_ASKED,
    /// It will be.
    RESTART_WARNED,
    /// The service has the machine restarted or switched off, whoever is here; the text says by
    /// which action.
    GOING,
    /// Something that cannot be taken back was asked for and is held back.
    HELD
  }
}
