package io.reeve.core.local;

import io.reeve.core.desk.Letter;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The answers of the agent as they travel and as `--json` prints them. Their component names are
/// an interface scripts rely on: add, never rename. Times are ISO 8601 in UTC.
public final class Views {
  private Views() {}

  /// @param version the agent's version
  /// @param daemon whether a running daemon answered
  /// @param enrolled whether this machine is enrolled
  /// @param account the enrolment; empty when not enrolled
  /// @param lastSync the last finished session; empty when there was none
  /// @param nextSync when the next session is due; empty when none is scheduled
  /// @param compliance the overall judgement
  /// @param settings how many settings are wanted, and in which state they are
  /// @param restart why the machine needs a restart; empty when it does not
  /// @param planned the restart that waits for a good moment
  /// @param held what is held back and may still be cancelled
  /// @param going when the machine goes down, whoever is here
  /// @param lastContact when the service was reached last
  public record Status(
      String version,
      boolean daemon,
      boolean enrolled,
      Optional<Account> account,
      Optional<SyncRecord> lastSync,
      Optional<Instant> nextSync,
      Overall compliance,
      SettingCounts settings,
      Optional<String> restart,
      Optional<PlannedRestart> planned,
      Optional<Held> held,
      Optional<Going> going,
      Optional<Instant> lastContact) {}

  /// A machine that is restarted or switched off.
  ///
  /// @param uri the action's address
  /// @param at when, by this machine's clock
  public record Going(String uri, Instant at) {}

  /// A restart that waits for a good moment.
  ///
  /// @param phase waiting, asked, postponed, warned or due
  /// @param reason why, as the service put it; may be empty
  /// @param minutesLeft until it can no longer be put off; in the phase `warned` until it happens
  /// @param postponements how often it may still be put off
  /// @param postponable whether it may be put off now
  /// @param heldBackBy what keeps it from going on, such as `in_call`; empty when nothing does
  public record PlannedRestart(
      String phase,
      String reason,
      int minutesLeft,
      int postponements,
      boolean postponable,
      String heldBackBy) {}

  /// A destructive action that is held back.
  ///
  /// @param uri the action's address
  /// @param until when it will be done, by this machine's clock
  public record Held(String uri, Instant until) {}

  /// What the person at the machine has to know, at one moment.
  ///
  /// @param stamp tells this from what was to be known before or will be
  /// @param status how things stand
  /// @param organisation who manages the machine; empty where nobody has named it
  /// @param failing the rules that are not met, or could not be judged
  /// @param letters what this user is to be told and has not put away
  /// @param recent the newest of what was done, newest first
  public record Desk(
      String stamp,
      Status status,
      String organisation,
      List<Verdict> failing,
      List<Letter> letters,
      List<Event> recent) {
    public Desk {
      failing = List.copyOf(failing);
      letters = List.copyOf(letters);
      recent = List.copyOf(recent);
    }
  }

  /// @param done whether it was done
  /// @param text why nothing was, in a sentence; empty when it was
  /// @param reason the same in a word, such as `out-of-date`
  public record Answered(boolean done, String text, String reason) {}

  /// @param what each thing that was given up, in words; empty when there was nothing
  public record Cancelled(List<String> what) {
    public Cancelled {
      what = List.copyOf(what);
    }
  }

  /// What somebody who helps has to know of the agent and what it has done.
  ///
  /// @param at when it was collected
  /// @param parts texts, in the order in which one would read them
  public record Diagnostics(Instant at, List<DiagnosticsPart> parts) {}

  /// @param name of a file it could be
  /// @param text may be cut at its beginning
  /// @param system whether the system has written it, and not the agent
  public record DiagnosticsPart(String name, String text, boolean system) {}

  /// @param server the management address
  /// @param provider the PROVIDER-ID
  /// @param deviceId the id the service knows this device by
  /// @param user who enrolled it; empty when it was done without a user
  /// @param enrolledAt when
  /// @param keyHome where the device's private key lives
  /// @param certificateSubject the subject of the device's certificate
  /// @param certificateExpires when it ends
  /// @param renewal what is known of its renewal, in a sentence
  public record Account(
      String server,
      String provider,
      String deviceId,
      Optional<String> user,
      Instant enrolledAt,
      String keyHome,
      String certificateSubject,
      Instant certificateExpires,
      String renewal) {}

  /// @param at when the session ended
  /// @param ok whether it ended well
  /// @param text how, in a sentence
  /// @param messages how many messages were sent
  /// @param commands how many commands of the service were answered
  public record SyncRecord(Instant at, boolean ok, String text, int messages, int commands) {
    /// Whether both failed, for the same reason.
    public boolean failedAs(SyncRecord other) {
      return !ok && !other.ok && text.equals(other.text);
    }
  }

  /// @param wanted how many settings are asked for by somebody with a say in them, or were and are
  ///   rolled back
  /// @param applied in force as wanted
  /// @param notApplicable this machine cannot hold them
  /// @param failed tried and failed, or rolled back
  /// @param drifted found changed and not yet repaired
  /// @param pending begun and going on
  /// @param contested somebody keeps changing them back, and they are left alone for a while
  public record SettingCounts(
      int wanted,
      int applied,
      int notApplicable,
      int failed,
      int drifted,
      int pending,
      int contested) {}

  /// @param repaired how many places were put right
  public record Repaired(int repaired) {}

  /// @param account the new enrolment
  public record Enrolled(Account account) {}

  /// @param serviceTold whether the service was told
  /// @param restored how many settings were put back
  /// @param left settings left as they are, each with the reason
  public record Unenrolled(boolean serviceTold, int restored, List<String> left) {}

  /// @param restored how many places were put back
  /// @param left places left as they are, each with the reason
  public record Released(int restored, List<String> left) {}

  /// @param started whether a session was started by this call, and not only asked for
  /// @param record how it ended; empty when not waited for
  public record Synced(boolean started, Optional<SyncRecord> record) {}

  /// @param uri the setting's address
  /// @param id the setting's id in the catalogue
  /// @param wanted the effective value; empty when nobody asks for it
  /// @param seen the value in force; empty when it is not set or cannot be told
  /// @param state applied, pending, contested, drifted, not-applicable, failed, rolled-back,
  ///   not-owned, not-wanted or read-only
  /// @param detail the reason for a state that is not good
  /// @param needsRestart whether it was changed and takes effect only with the next restart
  /// @param confidential whether its values are shown to administrators only
  public record SettingState(
      String uri,
      String id,
      Optional<String> wanted,
      Optional<String> seen,
      String state,
      String detail,
      boolean needsRestart,
      boolean confidential) {}

  /// @param state the setting with its wanted and seen values
  /// @param sentence what the setting means, in one sentence
  /// @param authorities who asks for what; the winner first
  /// @param conflictRule how several authorities are merged
  /// @param places where it lives on this OS
  /// @param verdicts the compliance rules about it
  /// @param history what was done to it, newest first
  public record Explanation(
      SettingState state,
      String sentence,
      List<Wish> authorities,
      String conflictRule,
      List<Place> places,
      List<Verdict> verdicts,
      List<Event> history) {}

  /// @param authority who asks
  /// @param value for what
  /// @param at since when
  /// @param wins whether this value is the effective one
  /// @param counts whether the authority has a say in this workload
  public record Wish(String authority, String value, Instant at, boolean wins, boolean counts) {}

  /// @param address the mechanism and its parameters
  /// @param name the same for people
  /// @param files the files and folders that decide it; empty when none do
  /// @param wanted the value wanted there; empty when none is
  /// @param seen what is there, in words
  /// @param before what was there before the agent wrote; empty when it has not written
  /// @param changes what others changed there since, newest first; the newest few are known
  public record Place(
      String address,
      String name,
      List<String> files,
      Optional<String> wanted,
      String seen,
      Optional<String> before,
      List<Change> changes) {}

  /// @param at when it was found
  /// @param found what was there
  /// @param by who did it; empty when the system does not tell
  public record Change(Instant at, String found, String by) {}

  /// @param at when
  /// @param kind applied, removed, repaired, failed, enrolled, session, action, ...
  /// @param subject the setting's address, the action's address, or the server
  /// @param text what happened, in a sentence
  /// @param by who asked for it; empty where nobody did
  public record Event(Instant at, String kind, String subject, String text, String by) {}

  /// Whether the ledger of what was done is whole.
  ///
  /// @param whole whether nothing was altered, put in or taken out
  /// @param entries how many entries there are
  /// @param head the newest entry's number; 0 when there is none
  /// @param hash the newest entry's hash, which stands for all of them; empty when there is none
  /// @param trouble what is wrong, a sentence without a full stop; empty when it is whole
  public record Ledger(boolean whole, long entries, long head, String hash, String trouble) {}

  /// The daemon as a service of the system.
  ///
  /// @param registered whether it is one
  /// @param running whether it runs now
  /// @param start when it is started, in words; empty when it is not registered
  /// @param command what is run; empty when it is not registered
  public record Service(boolean registered, boolean running, String start, String command) {}

  /// @param name what was checked
  /// @param ok whether it is well enough to work
  /// @param text what was found
  /// @param remedy what to do; empty when nothing is; with `ok` it is advice
  public record Check(String name, boolean ok, String text, String remedy) {}
}
