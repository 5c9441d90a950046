package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the lab tells about itself, from Java and, under the same names, as JSON.
public final class LabViews {
  private LabViews() {}

  /// A user who may enrol devices.
  public record User(String name, Instant created) {}

  /// An enrolment token, without its secret.
  ///
  /// @param user whose devices it enrols
  /// @param usesLeft how many enrolments it is still good for
  public record Token(String id, String user, Instant created, Instant expires, int usesLeft) {}

  /// A fresh enrolment token.
  ///
  /// @param secret what the device presents; shown only here, kept only as a digest
  public record NewToken(String id, String secret, Instant expires) {
    /// Leaves the secret out.
    @Override
    public String toString() {
      return "NewToken[id=" + id + ", expires=" + expires + "]";
    }
  }

  /// One node a device should have.
  ///
  /// @param uri the OMA-URI
  /// @param format SyncML's name of it: chr, int, bool, xml, b64, node, ...
  /// @param type the MIME type; empty for text/plain
  /// @param value as it travels; binary as base64
  public record Item(String uri, String format, String type, String value) {
    /// An item of the usual type.
    public static Item of(String uri, String format, String value) {
      return new Item(uri, format, "", value);
    }
  }

  /// Nodes that are assigned together.
  ///
  /// @param id the administrator's name for it
  /// @param atomic all or nothing: what differs travels in one `Atomic`
  /// @param items in the order in which they are sent; no address twice
  public record Profile(String id, boolean atomic, List<Item> items) {
    public Profile {
      items = List.copyOf(items);
    }
  }

  /// A device.
  ///
  /// @param state where it is in its life
  /// @param system name and version of the operating system, as its inventory has it
  /// @param profiles what is assigned, later ones winning
  /// @param waiting how many queued commands have not been answered yet
  /// @param compliance the last judgement in short; empty before the first
  public record Device(
      String id,
      String name,
      String user,
      DeviceState state,
      String enrollmentType,
      String hardwareId,
      String osVersion,
      String osEdition,
      Optional<String> system,
      Instant enrolled,
      Optional<Instant> lastSeen,
      Instant certificateExpires,
      List<String> profiles,
      int waiting,
      Optional<Judgement> compliance) {
    public Device {
      profiles = List.copyOf(profiles);
    }
  }

  /// How a device has judged itself.
  ///
  /// @param failing how many rules do not hold
  /// @param at when the report came
  public record Judgement(Overall overall, int failing, Instant at) {}

  /// The judgement in a word; anything else a device may say is unknown.
  public enum Overall {
    COMPLIANT,
    IN_GRACE,
    NON_COMPLIANT,
    UNKNOWN
  }

  /// What a device has said that it can be asked to do.
  ///
  /// @param nodes the parts of its tree: whatever it offers is one of them or below one
  /// @param needsApproval whether a destructive action needs a second person's approval
  /// @param holdSeconds how long a destructive action is held back, so that it can be cancelled
  /// @param at when it said so
  public record Offer(List<String> nodes, boolean needsApproval, int holdSeconds, Instant at) {
    public Offer {
      nodes = List.copyOf(nodes);
    }
  }

  /// Where a device is in its life.
  public enum DeviceState {
    ENROLLED,
    /// told to unenrol, not yet known to have done so
    LEAVING,
    /// unenrolled; its certificate is worth nothing any more
    GONE
  }

  /// One node of a device as wanted and as acknowledged.
  ///
  /// @param profile what wants it; empty when nothing does any more
  /// @param wanted the value; secret-free only if the profile is
  /// @param acknowledged the value the device last accepted
  /// @param status what the device last answered; 0 when it has not yet
  /// @param since when the state was reached
  public record Setting(
      String uri,
      String profile,
      Optional<String> wanted,
      Optional<String> acknowledged,
      int status,
      SettingState state,
      Instant since) {}

  /// Where one node stands.
  public enum SettingState {
    WAITING,
    APPLIED,
    FAILED,
    REMOVING
  }

  /// What a command does.
  public enum Verb {
    ADD,
    REPLACE,
    DELETE,
    EXEC,
    GET,
    /// not sent; asks a listening device to open a session now
    SYNC
  }

  /// Where a command stands.
  public enum CommandState {
    QUEUED,
    SENT,
    DONE,
    CANCELLED
  }

  /// A queued command and what came back.
  ///
  /// @param status the device's answer, once there is one
  /// @param results what a `GET` brought back
  public record Command(
      String id,
      String device,
      Verb verb,
      Item item,
      CommandState state,
      OptionalInt status,
      List<Item> results,
      Instant created,
      Optional<Instant> done) {
    public Command {
      results = List.copyOf(results);
    }
  }

  /// A management session.
  ///
  /// @param ended empty while it goes on, or when it broke off
  /// @param outcome a word: `running`, `complete`, `aborted`, `refused`
  public record Session(
      long id,
      String device,
      String sessionId,
      Instant started,
      Optional<Instant> ended,
      int messages,
      String outcome) {}

  /// Something that happened.
  ///
  /// @param id grows; a reader remembers the last it has seen
  /// @param device whose; empty when none's
  /// @param kind a dotted word: `device.enrolled`, `setting.failed`, `alert.compliance`, ...
  public record Event(long id, Instant at, String device, String kind, JsonNode data) {}

  /// A password that a device has handed over.
  ///
  /// @param state `received`, or `set` when the device has said that it counts now
  public record Password(String id, String account, String password, String state, Instant at) {
    /// Without the password.
    @Override
    public String toString() {
      return "Password[" + id + "]";
    }
  }
}
