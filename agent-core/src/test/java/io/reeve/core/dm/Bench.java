package io.reeve.core.dm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reeve.core.action.ActionBranch;
import io.reeve.core.action.AgentAction;
import io.reeve.core.action.FreeRunner;
import io.reeve.core.dm.SessionSetup.Limits;
import io.reeve.core.dm.SessionSetup.LoginStatus;
import io.reeve.core.tree.ConfigBranch;
import io.reeve.core.tree.DescriptionBranch;
import io.reeve.core.tree.MemoryBranch;
import io.reeve.core.tree.MemoryConfiguration;
import io.reeve.core.tree.ResultBranch;
import io.reeve.core.tree.Tree;
import io.reeve.store.LocalStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A session on a table: a tree in memory, a real store, and a server that says what a test tells
/// it to.
final class Bench implements AutoCloseable {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  final MemoryBranch memory = new MemoryBranch();
  final MemoryConfiguration configuration = new MemoryConfiguration();
  final LocalStore store;
  final List<String> keptNonces = new ArrayList<>();
  Optional<Login> client = Optional.empty();
  Optional<Login> server = Optional.empty();
  String version = "1.0";
  int sessionId = 26;
  Limits limits = Limits.USUAL;
  private int serverMessages;

  Bench(Path folder) {
    store = LocalStore.open(folder.resolve("reeve.db"), CLOCK);
    memory.nodes.put("./device/vendor/msft/x/old", "1");
    memory.nodes.put("./device/vendor/msft/x/count", "7");
  }

  @Override
  public void close() {
    store.close();
  }

  Tree tree() {
    return new Tree(
        new ConfigBranch(configuration, configuration.catalog),
        configuration::knows,
        List.of(
            Tree.Mount.at("./Vendor/MSFT/X", memory),
            new Tree.Mount(ActionBranch.HOME, actions()),
            Tree.Mount.at(
                ResultBranch.PREFIX, new ResultBranch(configuration, configuration.catalog)),
            DescriptionBranch.devInfo(path -> Optional.ofNullable(devInfo().get(path))),
            DescriptionBranch.devDetail(
                path -> Optional.ofNullable(Map.of("OEM", "Acme", "SwV", "12.9").get(path)))));
  }

  private ActionBranch actions() {
    var count = new AgentAction("Count", "counted", () -> memory.log.add("counted"));
    return new ActionBranch(List.of(count), FreeRunner.of(store, () -> "", CLOCK));
  }

  private static Map<String, String> devInfo() {
    var nodes = new LinkedHashMap<String, String>();
    nodes.put("DevId", "DEV1");
    nodes.put("Man", "Acme");
    nodes.put("Mod", "Anvil");
    nodes.put("DmV", "1.3");
    nodes.put("Lang", "en-US");
    return nodes;
  }

  Session session() {
    var nodes = new LinkedHashMap<String, String>();
    devInfo().forEach((name, value) -> nodes.put("./DevInfo/" + name, value));
    return new Session(
        new SessionSetup(
            "https://mdm.example.org/omadm",
            "DEV1",
            sessionId,
            version,
            false,
            LoginStatus.NONE,
            nodes,
            List.of(),
            limits),
        tree(),
        store.outbox(),
        credentials(),
        fixed(),
        CLOCK);
  }

  private Credentials credentials() {
    return new Credentials() {
      @Override
      public Optional<Login> client() {
        return client;
      }

      @Override
      public Optional<Login> server() {
        return server;
      }

      @Override
      public void nextClientNonce(String nonce) {
        keptNonces.add("client " + nonce);
      }

      @Override
      public void nextServerNonce(String nonce) {
        keptNonces.add("server " + nonce);
      }
    };
  }

  @SuppressWarnings("serial")
  private static SecureRandom fixed() {
    return new SecureRandom() {
      @Override
      public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) i;
        }
      }
    };
  }

  /// A message of the server with this body; its MsgIDs count from 1.
  byte[] says(String body) {
    return says(body, "", true);
  }

  byte[] says(String body, String headerExtra, boolean last) {
    serverMessages++;
    return ("<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>"
            + "<SessionID>26</SessionID><MsgID>"
            + serverMessages
            + "</MsgID><Target><LocURI>DEV1</LocURI></Target>"
            + "<Source><LocURI>https://mdm.example.org/omadm</LocURI></Source>"
            + headerExtra
            + "</SyncHdr><SyncBody>"
            + body
            + (last ? "<Final/>" : "")
            + "</SyncBody></SyncML>")
        .getBytes(UTF_8);
  }

  /// A good Status for the header of our message of that number.
  static String ok(int msgRef) {
    return "<Status><CmdID>h</CmdID><MsgRef>"
        + msgRef
        + "</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>";
  }

  static Message sent(Session.Step step) {
    if (step instanceof Session.Step.Send send
        && SyncMl.read(send.body().bytes()) instanceof SyncMl.Reading.Good(Message message)) {
      return message;
    }
    throw new AssertionError("no message: " + step);
  }

  static Session.Step.End ended(Session.Step step) {
    if (step instanceof Session.Step.End end) {
      return end;
    }
    throw new AssertionError("not the end: " + sent(step));
  }

  /// The statuses of a message as `CmdRef=Code`, without the one for the header.
  static String codes(Session.Step step) {
    return sent(step).commands().stream()
        .filter(Command.Status.class::isInstance)
        .map(Command.Status.class::cast)
        .filter(status -> !status.cmdRef().equals("0"))
        .map(status ->
            status.cmdRef()
                + "="
                + status.code()
                + status.targetRefs().stream().map(uri -> "@" + uri).collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  /// Everything the alerts of a message say, as `code data`.
  static List<String> alerts(Session.Step step) {
    return sent(step).commands().stream()
        .filter(Command.Alert.class::isInstance)
        .map(Command.Alert.class::cast)
        .map(alert ->
            (alert.code()
                    + " "
                    + alert.items().stream()
                        .map(item -> item.target().or(item::data).orElse(""))
                        .collect(Collectors.joining(",")))
                .strip())
        .toList();
  }

  /// The header of that message was answered with a code, and maybe a challenge.
  static String status(int msgRef, int code, String chal) {
    return ok(msgRef).replace("<Data>200", chal + "<Data>" + code);
  }

  /// @param more whether the rest of the data comes later
  static String replace(String id, String node, String meta, String data, boolean more) {
    return "<Replace><CmdID>%s</CmdID><Item><Target><LocURI>./Vendor/MSFT/X/%s</LocURI></Target><Meta>%s</Meta><Data>%s</Data>%s</Item></Replace>"
        .formatted(id, node, meta, data, more ? "<MoreData/>" : "");
  }
}
