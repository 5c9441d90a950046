package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.harness.lab.LabViews.Command;
import io.reeve.harness.lab.LabViews.Device;
import io.reeve.harness.lab.LabViews.Event;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.NewToken;
import io.reeve.harness.lab.LabViews.Offer;
import io.reeve.harness.lab.LabViews.Password;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Session;
import io.reeve.harness.lab.LabViews.Setting;
import io.reeve.harness.lab.LabViews.Token;
import io.reeve.harness.lab.LabViews.User;
import io.reeve.harness.lab.LabViews.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an administrator can do, from Java; the JSON API is a thin layer over this. Safe from any
/// thread. Bad input is a [LabException].
public interface LabAdmin {

  /// Adds a user or gives one a new password.
  void putUser(String name, char[] password);

  List<User> users();

  void removeUser(String name);

  /// Makes an enrolment token for that user's devices. The user need not have a password.
  NewToken newToken(String user, Duration life, int uses);

  List<Token> tokens();

  void removeToken(String id);

  /// Stores a profile, replacing the one of the same id. Devices get what differs.
  void putProfile(Profile profile);

  /// The profile of the `Add` and `Replace` elements in a SyncML fragment.
  Profile profileOf(String id, String syncml);

  List<Profile> profiles();

  Optional<Profile> profile(String id);

  /// Deletes a profile; devices that have it lose its settings.
  void removeProfile(String id);

  void assign(String device, String profile);

  void unassign(String device, String profile);

  List<Device> devices();

  Optional<Device> device(String id);

  /// Forgets a device that is gone.
  void forget(String device);

  /// Every node of the device with what is wanted and what it answered.
  List<Setting> settings(String device);

  /// The last reported rows by table.
  Map<String, JsonNode> inventory(String device);

  /// The last reported verdicts; empty before the first report.
  Optional<JsonNode> compliance(String device);

  List<Session> sessions(String device);

  /// What the device has answered that it can be asked to do; empty before it was asked.
  Optional<Offer> offer(String device);

  /// Asks the device what it offers, and gives the ids of the commands.
  List<String> askOffer(String device);

  /// Asks for a new password of the local administrator, and gives the ids of the commands; the
  /// last one is what the device answers.
  List<String> rotatePassword(String device);

  /// The passwords the device has handed over, newest first.
  List<Password> passwords(String device);

  /// The diagnostics that were collected last, a zip; empty when there are none.
  Optional<byte[]> diagnostics(String device);

  /// What happened to the device before that event, newest first, at most 100.
  List<Event> timeline(String device, long before);

  /// Queues a command and gives its id.
  String queue(String device, Verb verb, Item item);

  /// A device's commands, oldest first.
  List<Command> commands(String device);

  /// The newest of a device's commands, oldest first.
  List<Command> commands(String device, int newest);

  Optional<Command> command(String id);

  /// Takes back a command that has not been answered.
  void cancel(String command);

  /// Tells the device to leave in its next session.
  void unenroll(String device);

  /// Makes the device's certificates worthless at once.
  void revoke(String device);

  /// The events after that id, oldest first, at most 500; waits for one when there is none yet.
  List<Event> events(long since, Optional<String> device, Duration wait);

  /// The id of the last event; 0 when nothing has happened.
  long lastEvent();
}
