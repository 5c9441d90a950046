package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.harness.lab.LabViews.Command;
import io.reeve.harness.lab.LabViews.Device;
import io.reeve.harness.lab.LabViews.DeviceState;
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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Carries out what an administrator asks for, and has it told as events.
final class AdminDesk implements LabAdmin {
  private static final int TIMELINE_PAGE = 100;

  private final Memory memory;
  private final Listening listening;
  private final ScriptSigner signer;

  AdminDesk(Memory memory, Listening listening, ScriptSigner signer) {
    this.memory = memory;
    this.listening = listening;
    this.signer = signer;
  }

  @Override
  public void putUser(String name, char[] password) {
    memory.accounts().putUser(name, password);
    memory.events().add("", "user.set", Json.object().put("user", name));
  }

  @Override
  public List<User> users() {
    return memory.accounts().users();
  }

  @Override
  public void removeUser(String name) {
    memory.accounts().removeUser(name);
    memory.events().add("", "user.removed", Json.object().put("user", name));
  }

  @Override
  public NewToken newToken(String user, Duration life, int uses) {
    var token = memory.accounts().newToken(user, life, uses);
    memory.events().add("", "token.made", Json.object().put("id", token.id()).put("user", user));
    return token;
  }

  @Override
  public List<Token> tokens() {
    return memory.accounts().tokens();
  }

  @Override
  public void removeToken(String id) {
    memory.accounts().removeToken(id);
    memory.events().add("", "token.removed", Json.object().put("id", id));
  }

  @Override
  public void putProfile(Profile profile) {
    memory.profiles().put(signer.signed(profile));
    changed(profile.id());
  }

  @Override
  public Profile profileOf(String id, String syncml) {
    return ProfileText.read(id, syncml);
  }

  @Override
  public List<Profile> profiles() {
    return memory.profiles().all();
  }

  @Override
  public Optional<Profile> profile(String id) {
    return memory.profiles().find(id);
  }

  @Override
  public void removeProfile(String id) {
    var devices = memory.profiles().devices(id);
    memory.profiles().remove(id);
    devices.forEach(device -> memory.events().add(device, "profile.removed", profileData(id)));
  }

  private void changed(String profile) {
    memory
        .profiles()
        .devices(profile)
        .forEach(device -> memory.events().add(device, "profile.changed", profileData(profile)));
  }

  private static ObjectNode profileData(String id) {
    return Json.object().put("profile", id);
  }

  @Override
  public void assign(String device, String profile) {
    memory.devices().known(device);
    memory.profiles().assign(device, profile);
    memory.events().add(device, "profile.assigned", profileData(profile));
  }

  @Override
  public void unassign(String device, String profile) {
    memory.devices().known(device);
    memory.profiles().unassign(device, profile);
    memory.events().add(device, "profile.unassigned", profileData(profile));
  }

  @Override
  public List<Device> devices() {
    return memory.devices().all();
  }

  @Override
  public Optional<Device> device(String id) {
    return memory.devices().find(id);
  }

  @Override
  public void forget(String device) {
    if (memory.devices().known(device).state() != DeviceState.GONE) {
      throw LabException.conflict(
          "device '" + device + "' is still enrolled",
          "unenrol it first, or revoke its certificate");
    }
    memory.devices().forget(device);
    memory.events().add(device, "device.forgotten");
  }

  @Override
  public List<Setting> settings(String device) {
    memory.devices().known(device);
    return SettingList.of(memory.profiles().of(device), memory.nodes().of(device));
  }

  @Override
  public Map<String, JsonNode> inventory(String device) {
    memory.devices().known(device);
    return memory.reports().inventory(device);
  }

  @Override
  public Optional<JsonNode> compliance(String device) {
    memory.devices().known(device);
    return memory.reports().compliance(device);
  }

  @Override
  public List<Session> sessions(String device) {
    memory.devices().known(device);
    return memory.reports().sessions(device);
  }

  @Override
  public Optional<Offer> offer(String device) {
    memory.devices().known(device);
    return memory.offers().of(device);
  }

  @Override
  public List<String> askOffer(String device) {
    return Offers.QUESTIONS.stream()
        .map(uri -> queue(device, Verb.GET, Item.of(uri, "chr", "")))
        .toList();
  }

  @Override
  public List<String> rotatePassword(String device) {
    return memory.escrows().asking().stream()
        .map(item -> queue(device, Escrows.verb(item), item))
        .toList();
  }

  @Override
  public List<Password> passwords(String device) {
    memory.devices().known(device);
    memory.events().add(device, "passwords.shown");
    return memory.escrows().of(device);
  }

  @Override
  public Optional<byte[]> diagnostics(String device) {
    memory.devices().known(device);
    return memory.reports().diagnostics(device).map(text -> Base64.getMimeDecoder().decode(text));
  }

  @Override
  public List<Event> timeline(String device, long before) {
    memory.devices().known(device);
    return memory.events().before(before, device, TIMELINE_PAGE);
  }

  @Override
  public String queue(String device, Verb verb, Item item) {
    enrolled(device);
    var id = memory.commands().add(device, verb, signer.signed(verb, item));
    memory
        .events()
        .add(
            device,
            "command.queued",
            Json.object()
                .put("id", id)
                .put("verb", verb.name().toLowerCase(Locale.ROOT))
                .put("uri", item.uri()));
    return id;
  }

  private void enrolled(String device) {
    var state = memory.devices().known(device).state();
    if (state != DeviceState.ENROLLED) {
      throw LabException.conflict(
          "device '" + device + "' is " + state.name().toLowerCase(Locale.ROOT),
          "only an enrolled device carries out commands");
    }
  }

  @Override
  public List<Command> commands(String device) {
    memory.devices().known(device);
    return memory.commands().of(device);
  }

  @Override
  public List<Command> commands(String device, int newest) {
    memory.devices().known(device);
    return memory.commands().newest(device, newest);
  }

  @Override
  public Optional<Command> command(String id) {
    return memory.commands().find(id);
  }

  @Override
  public void cancel(String id) {
    var command =
        command(id)
            .orElseThrow(() ->
                LabException.missing(
                    "there is no command '" + id + "'",
                    "a device lists its commands: GET /api/v1/devices/ID/commands"));
    if (!memory.commands().cancel(id)) {
      throw LabException.conflict(
          "command '" + id + "' has been answered or cancelled", "there is nothing to take back");
    }
    memory.events().add(command.device(), "command.cancelled", Json.object().put("id", id));
  }

  @Override
  public void unenroll(String device) {
    enrolled(device);
    memory.devices().state(device, DeviceState.LEAVING);
    memory.events().add(device, "device.leaving");
  }

  @Override
  public void revoke(String device) {
    memory.devices().known(device);
    int count = memory.devices().revoke(device);
    memory.devices().state(device, DeviceState.GONE);
    memory.events().add(device, "certificate.revoked", Json.object().put("certificates", count));
  }

  @Override
  public List<Event> events(long since, Optional<String> device, Duration wait) {
    var found = memory.events().after(since, device);
    return found.isEmpty() && wait.isPositive()
        ? listening
            .until(
                () ->
                    Optional.of(memory.events().after(since, device))
                        .filter(some -> !some.isEmpty()),
                wait)
            .join()
            .orElse(List.of())
        : found;
  }

  @Override
  public long lastEvent() {
    return memory.events().last();
  }
}
