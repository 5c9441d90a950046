package io.reeve.core.dm;

import io.reeve.core.dm.Command.Status;
import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import io.reeve.enroll.HttpBody;
import io.reeve.store.Outbox;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One management session, without I/O: [#open()] gives the first message, [#answer(byte[])] takes
/// what the service answered and gives the next message or the end.
///
/// Commands of the service are carried out inside `answer`, so it belongs on the loop's thread. A
/// session whose transport fails is dropped; nothing of it needs to be closed.
public final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final String MEDIA_TYPE = "application/vnd.syncml.dm+xml";

  /// A service that sends nothing but what was answered before is not listening.
  private static final int MOST_ECHOES = 5;

  private final SessionSetup setup;
  private final Work work;
  private final Outgoing outgoing;
  private final OutboxFeed feed;
  private final ClientProof client;
  private final ServerProof server;
  private int msgId;
  private int echoes;
  private boolean closed;
  private Optional<String> respUri = Optional.empty();
  private List<Part> lastSent = List.of();
  private Optional<Outcome> parting = Optional.empty();

  /// @param setup who talks to whom
  /// @param tree where commands go
  /// @param outbox alerts to report
  /// @param credentials of both sides
  /// @param random makes nonces
  /// @param clock names the session for ever, with its id
  public Session(
      SessionSetup setup,
      Tree tree,
      Outbox outbox,
      Credentials credentials,
      SecureRandom random,
      Clock clock) {
    this.setup = setup;
    var name = Long.toString(clock.millis(), Character.MAX_RADIX) + "." + setup.sessionId();
    outgoing = new Outgoing(setup.msft());
    work = new Work(tree, new Reassembly(setup.limits().object()), name);
    feed = new OutboxFeed(outbox);
    client = new ClientProof(credentials);
    server = new ServerProof(credentials, random);
  }

  /// What to do next.
  public sealed interface Step {
    /// Post this and give the answer to [Session#answer].
    ///
    /// @param uri where to, when the service asked for another address than the account's; `https`
    record Send(HttpBody body, Optional<String> uri) implements Step {}

    /// The session is over.
    record End(Outcome outcome, Tally tally) implements Step {}
  }

  /// Begins the session.
  public Step.Send open() {
    outgoing.add(Part.of(alert(setup.byServer() ? "1200" : "1201", List.of())));
    var login =
        Item.data(Meta.NONE.withType("com.microsoft/MDM/LoginStatus"), setup.login().wire());
    outgoing.add(Part.of(alert("1224", List.of(login))));
    for (var event : setup.events()) {
      var item = Item.data(Meta.of(event.format(), event.type()), event.data());
      outgoing.add(Part.of(alert(Integer.toString(event.code()), List.of(item))));
    }
    outgoing.addAll(feed.next(outgoing.largestObject()));
    var nodes = new ArrayList<Item>();
    setup.devInfo().forEach((uri, value) -> nodes.add(Item.source(uri, Meta.NONE, value)));
    if (!nodes.isEmpty()) {
      outgoing.add(Part.of(new Command.Replace("", Meta.NONE, nodes)));
    }
    return send(Optional.empty());
  }

  private static Command alert(String code, List<Item> items) {
    return new Command.Alert("", code, Optional.empty(), items);
  }

  /// Takes the service's answer to the message sent last.
  public Step answer(byte[] body) {
    if (parting.isPresent()) {
      return end(parting.get());
    }
    if (body.length == 0) {
      return end(new Outcome.Broken("an empty answer"));
    }
    return switch (SyncMl.read(body)) {
      case Reading.SoapFault(String reason) -> end(new Outcome.Fault(reason));
      case Reading.Bad(Code code, String reason, Optional<SyncHdr> header) -> {
        var msgRef = header.map(SyncHdr::msgId).filter(id -> !id.isEmpty());
        yield partWith(code, msgRef.orElse(Integer.toString(msgId)), reason);
      }
      case Reading.Good(Message message) -> take(message);
    };
  }

  private Step take(Message message) {
    var header = message.header();
    if (!header.verDtd().equals(SyncHdr.VER_DTD)) {
      var reason = "VerDTD is '" + header.verDtd() + "'";
      return partWith(Code.BAD_DTD_VERSION, header.msgId(), reason);
    }
    if (!header.verProto().equals(SyncHdr.VER_PROTO)) {
      var reason = "VerProto is '" + header.verProto() + "'";
      return partWith(Code.BAD_PROTOCOL_VERSION, header.msgId(), reason);
    }
    var judged = server.judge(header);
    if (!judged.isGood()) {
      return unproven(message, judged);
    }
    takeNotice(header);
    var statuses =
        message.commands().stream()
            .filter(Status.class::isInstance)
            .map(Status.class::cast)
            .toList();
    return switch (verdict(statuses)) {
      case ClientProof.Verdict.Refused(Outcome outcome) -> end(outcome);
      case ClientProof.Verdict.Again _ -> {
        outgoing.again(lastSent);
        yield next(status(header, judged));
      }
      case ClientProof.Verdict.Accepted _ -> carryOut(message, judged);
    };
  }

  private void takeNotice(SyncHdr header) {
    outgoing.limits(header.meta());
    var uri = header.respUri();
    if (uri.filter(Session::isHttps).isPresent()) {
      respUri = uri;
    } else {
      uri.ifPresent(each -> LOG.warn("RespURI '{}' is no https address and is not followed", each));
    }
  }

  private static boolean isHttps(String address) {
    try {
      var uri = new URI(address);
      return "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /// What the service says of our message. One that says nothing of it has taken it, but
  /// acknowledges nothing.
  private ClientProof.Verdict verdict(List<Status> statuses) {
    for (var status : statuses) {
      if (status.cmdRef().equals("0") || status.cmd().equals("SyncHdr")) {
        int code = status.code().matches("\\d{3,4}") ? Integer.parseInt(status.code()) : 500;
        var verdict = client.judge(code, status.chal());
        if (verdict instanceof ClientProof.Verdict.Accepted) {
          feed.accepted(statuses);
        }
        return verdict;
      }
    }
    return new ClientProof.Verdict.Accepted();
  }

  private Step carryOut(Message message, ServerProof.Judged judged) {
    if (message.commands().stream()
        .anyMatch(each -> each instanceof Command.Alert alert && alert.code().equals("1223"))) {
      return end(new Outcome.Aborted());
    }
    boolean echo = work.carryOut(message, outgoing);
    if (outgoing.isOverfull()) {
      return partWith(
          Code.TOO_LARGE, message.header().msgId(), "more commands than it takes answers for");
    }
    echoes = echo ? echoes + 1 : 0;
    if (echoes >= MOST_ECHOES) {
      return partWith(
          Code.BAD_REQUEST,
          message.header().msgId(),
          "it repeats commands that were answered " + MOST_ECHOES + " times");
    }
    if (!work.awaitsChunk()) {
      outgoing.addAll(feed.next(outgoing.largestObject()));
    }
    return next(status(message.header(), judged));
  }

  private Step next(Part first) {
    if (work.awaitsChunk()) {
      outgoing.add(Part.of(alert("1222", List.of())));
    }
    if (!outgoing.matters() && (closed || outgoing.isEmpty())) {
      return end(new Outcome.Done());
    }
    if (msgId >= setup.limits().messages()) {
      return partWith(
          Code.BAD_REQUEST, refOf(first), "the session goes on after " + msgId + " messages");
    }
    return send(Optional.of(first));
  }

  private static String refOf(Part part) {
    return part.command() instanceof Status status ? status.msgRef() : "1";
  }

  private static Part status(SyncHdr header, ServerProof.Judged judged) {
    return Part.of(
        new Status(
            "",
            header.msgId(),
            "0",
            "SyncHdr",
            List.of(),
            List.of(),
            judged.chal(),
            judged.code().toString(),
            Optional.empty(),
            List.of()));
  }

  /// The service's credentials are wrong: nothing it asks for is done; it may try once more.
  private Step unproven(Message message, ServerProof.Judged judged) {
    LOG.warn("the service gave wrong credentials");
    var refused =
        message.commands().stream()
            .filter(each -> !(each instanceof Status) && !(each instanceof Command.Results))
            .toList();
    if (server.failedAgain() || refused.isEmpty()) {
      return end(new Outcome.ServerNotProven());
    }
    var code = judged.code().toString();
    for (var command : refused) {
      outgoing.add(
          Part.of(Status.of("", message.header().msgId(), command.cmdId(), command.name(), code)));
    }
    return send(Optional.of(status(message.header(), judged)));
  }

  /// Tells the service what is wrong and that the session is over; whatever it answers, it is.
  private Step partWith(Code code, String msgRef, String reason) {
    LOG.warn("the service's answer is refused with {}: {}", code, reason);
    outgoing.clear();
    outgoing.add(Part.of(alert("1223", List.of())));
    parting = Optional.of(new Outcome.Broken(reason));
    return send(Optional.of(Part.of(Status.of("", msgRef, "0", "SyncHdr", code.toString()))));
  }

  private Step.Send send(Optional<Part> first) {
    msgId++;
    var header =
        SyncHdr.of(
                setup.wireId(),
                Integer.toString(msgId),
                respUri.orElse(setup.server()),
                setup.deviceId())
            .withMeta(Meta.NONE.withLimits(setup.limits().message(), setup.limits().object()));
    var built = outgoing.build(client.sign(header), first, !work.awaitsChunk());
    lastSent = built.parts();
    closed = built.message().last();
    feed.sent(lastSent);
    server.told();
    return new Step.Send(
        new HttpBody(MEDIA_TYPE, SyncMl.write(built.message(), setup.msft())), respUri);
  }

  private Step.End end(Outcome outcome) {
    return new Step.End(outcome, tally());
  }

  /// What has happened until now.
  public Tally tally() {
    return new Tally(msgId, work.commands(), work.failed(), feed.acknowledged(), server.state());
  }
}
