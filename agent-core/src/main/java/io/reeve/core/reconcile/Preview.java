package io.reeve.core.reconcile;

import io.reeve.policy.Address;
import io.reeve.policy.Catalog;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a pass would do to this machine.
///
/// @param settings each setting asked for or withdrawn
/// @param places every place that would be written, given back or left
/// @param files every file that would be made, changed or removed
/// @param effects what would be done besides, for people
/// @param notes what could not be foretold, and why
public record Preview(
    List<Setting> settings,
    List<Place> places,
    List<FileChange> files,
    List<String> effects,
    List<String> notes) {
  public Preview {
    settings = List.copyOf(settings);
    places = List.copyOf(places);
    files = List.copyOf(files);
    effects = List.copyOf(effects);
    notes = List.copyOf(notes);
  }

  /// What would become of a setting.
  public enum State {
    CHANGES,
    UNCHANGED,
    /// Another authority's value is in effect.
    OUTRANKED,
    /// The authority has no say in it.
    NOT_OWNED,
    NOT_APPLICABLE,
    /// Two settings want one place differently, or it cannot be read.
    FAILED,
    /// It was rolled back before and would not be tried.
    REFUSED
  }

  /// @param value what would be asked for; empty when it would be withdrawn
  /// @param detail the reason for a state that is not good; else empty
  public record Setting(Catalog.Match match, Optional<Value> value, State state, String detail) {}

  /// What would be done with a place.
  public enum Change {
    WRITE,
    GIVE_BACK,
    LEAVE
  }

  /// @param before what is there, in words
  /// @param after what would be there, in words
  /// @param detail why it is left; else empty
  public record Place(
      Address address,
      List<OmaUri> settings,
      Change change,
      String before,
      String after,
      String detail) {
    public Place {
      settings = List.copyOf(settings);
    }
  }

  /// What would become of a file.
  public enum Fate {
    MADE,
    CHANGED,
    REMOVED
  }

  /// @param file its path on this machine
  /// @param attributes mode and owner, as they are and as they would be where that differs
  /// @param diff a unified diff; empty when it is not shown
  /// @param note why it is not shown; else empty
  public record FileChange(Path file, Fate fate, String attributes, String diff, String note) {}
}
