package io.reeve.harness.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.core.dm.Command;
import io.reeve.core.dm.Item;
import io.reeve.harness.lab.LabViews.DeviceState;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.harness.lab.Outbound.Sent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Records what a device answers to the steps it was sent.
final class Answers {
  private static final int LATER = 202;

  private final Memory memory;
  private final String device;
  private final Tried tried;

  Answers(Memory memory, String device, Tried tried) {
    this.memory = memory;
    this.device = device;
    this.tried = tried;
  }

  /// A step's status.
  void status(Sent sent, int code, Optional<String> originalError) {
    switch (sent.step()) {
      case Step.Put put -> put(put, sent.whole(), code, originalError);
      case Step.Remove remove -> remove(remove, code);
      case Step.Group _ -> {
        // its children tell
      }
      case Step.Ask ask -> asked(ask, code);
      case Step.Leave _ -> {
        if (code == LATER) {
          heldBack(sent);
        } else if (NodeStates.good(code)) {
          left();
        } else {
          tried.settle(sent.whole().keys());
          memory.events().add(device, "device.refused-to-leave", Json.object().put("status", code));
        }
      }
    }
  }

  /// A node may exist already, or not yet, or take only one of both commands: the other verb is
  /// tried once before the device's answer counts.
  private void put(Step.Put put, Step whole, int code, Optional<String> originalError) {
    boolean otherVerb =
        put.verb() == Verb.ADD ? code == 418 || code == 405 : code == 404 || code == 405;
    if (otherVerb
        && tried.retry(whole.keys(), put.key(), put.verb() == Verb.ADD ? Verb.REPLACE : Verb.ADD)) {
      return;
    }
    tried.settle(List.of(put.key()));
    memory.nodes().answered(device, put.item(), code);
    var data = Json.object().put("uri", put.item().uri()).put("status", code);
    originalError.ifPresent(error -> data.put("originalError", error));
    memory.events().add(device, NodeStates.good(code) ? "setting.applied" : "setting.failed", data);
  }

  /// A node that is not there, or that the device does not let go, is no longer the lab's affair.
  private void remove(Step.Remove remove, int code) {
    tried.settle(remove.keys());
    var data = Json.object().put("uri", remove.uri()).put("status", code);
    if (NodeStates.good(code) || code == 404 || code == 405) {
      memory.nodes().gone(device, remove.uri());
      memory.events().add(device, "setting.removed", data);
    } else {
      memory.nodes().kept(device, remove.uri(), code);
      memory.events().add(device, "setting.failed", data);
    }
  }

  private void asked(Step.Ask ask, int code) {
    if (ask.command().verb() == Verb.GET && code == 404) {
      memory.offers().missing(device, ask.command().item().uri());
    }
    tried.settle(ask.keys());
    if (memory.commands().answered(ask.command().id(), code)) {
      memory.events().add(device, "command.done", named(ask.command()).put("status", code));
    }
  }

  /// What the events of a command say of it.
  static ObjectNode named(LabViews.Command command) {
    return Json.object()
        .put("id", command.id())
        .put("verb", command.verb().name().toLowerCase(Locale.ROOT))
        .put("uri", command.item().uri());
  }

  /// The device holds its leaving back for a while; it says itself when it goes.
  private void heldBack(Sent sent) {
    tried.settle(sent.whole().keys());
    memory.devices().state(device, DeviceState.ENROLLED);
    memory.events().add(device, "device.leaves-later");
  }

  /// The device is gone; its certificate is worth nothing from the next connection on.
  void left() {
    memory.devices().state(device, DeviceState.GONE);
    memory.devices().revoke(device);
    memory.events().add(device, "device.unenrolled");
  }

  /// What a queued `Get` brought.
  void results(Sent sent, Command.Results results) {
    if (sent.step() instanceof Step.Ask ask) {
      var items = results.items().stream().map(item -> item(results, item)).toList();
      memory.commands().results(ask.command().id(), items.stream().map(Answers::told).toList());
      items.forEach(this::keepReport);
    }
  }

  private static LabViews.Item item(Command.Results results, Item item) {
    var meta = item.meta().over(results.meta());
    return new LabViews.Item(
        item.source().or(results::sourceRef).or(item::target).or(results::targetRef).orElse(""),
        meta.format().orElse("chr"),
        meta.type().orElse(""),
        item.data().orElse(""));
  }

  /// What can be downloaded is not shown as well.
  private static LabViews.Item told(LabViews.Item item) {
    return AlertDesk.isArchive(item.uri())
        ? new LabViews.Item(
            item.uri(), "chr", "", "kept: %d characters of base64".formatted(item.value().length()))
        : item;
  }

  /// Nodes of Reeve that say the same as its reports are kept as reports too.
  private void keepReport(LabViews.Item item) {
    new AlertDesk(memory, device).node(item.uri(), item.value());
    memory.offers().answered(device, item.uri(), item.value());
  }
}
