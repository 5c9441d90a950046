package io.reeve.core.local;

import java.util.List;
import java.util.Optional;

/// The answers to what is asked for at the machine: what came of it, and what would. As [Views],
/// they are an interface.
public final class WishViews {
  private WishViews() {}

  /// @param authority who asked
  /// @param settings what became of each setting asked for or withdrawn
  /// @param trial whether a change that can cut the network was made: `stays` when the service has
  ///   answered since, `rolled-back` when it has not, `none` when there was no such change
  public record Wished(String authority, List<WishedSetting> settings, String trial) {}

  /// @param uri the setting's address
  /// @param id the setting's id in the catalogue
  /// @param value what was asked for; empty when it was withdrawn
  /// @param state applied, unchanged (it is so already), withdrawn, outranked (another authority's
  ///   value is in effect), not-owned (the authority has no say in it), not-applicable, pending,
  ///   contested, failed or rolled-back
  /// @param detail the reason for a state that is not good
  public record WishedSetting(
      String uri, String id, Optional<String> value, String state, String detail) {}

  /// What would change on this machine.
  ///
  /// @param authority who would ask
  /// @param settings each setting asked for or withdrawn
  /// @param places every place that would be written, left or could not be had
  /// @param files every file that would be made, changed or removed
  /// @param effects what would be done besides: reloads, and the like
  /// @param notes what could not be foretold, and why
  public record Preview(
      String authority,
      List<PreviewSetting> settings,
      List<PreviewPlace> places,
      List<PreviewFile> files,
      List<String> effects,
      List<String> notes) {}

  /// @param uri the setting's address
  /// @param id the setting's id in the catalogue
  /// @param value what would be asked for; empty when it would be withdrawn
  /// @param state changes, unchanged, outranked, not-owned, not-applicable, failed (a conflict, or
  ///   it cannot be read) or refused (it was rolled back before)
  /// @param detail the reason for a state that is not good
  /// @param cutsNetwork whether it would be on trial
  /// @param reboot whether it takes effect only after a restart of the machine
  public record PreviewSetting(
      String uri,
      String id,
      Optional<String> value,
      String state,
      String detail,
      boolean cutsNetwork,
      boolean reboot) {}

  /// @param address the mechanism and its parameters
  /// @param name the same for people
  /// @param settings the settings it is for
  /// @param change write, give-back, or leave
  /// @param before what is there, in words
  /// @param after what would be there, in words
  /// @param detail why a place is left; else empty
  public record PreviewPlace(
      String address,
      String name,
      List<String> settings,
      String change,
      String before,
      String after,
      String detail) {}

  /// @param file its path
  /// @param change made, changed or removed
  /// @param attributes mode and owner as they would be, and as they are where they differ
  /// @param diff a unified diff; empty when it is not shown
  /// @param note why it is not shown; else empty
  public record PreviewFile(
      String file, String change, String attributes, String diff, String note) {}
}
