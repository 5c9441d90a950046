package io.reeve.harness.lab;

import io.reeve.core.dm.Command;
import io.reeve.core.dm.Message;
import io.reeve.core.dm.SyncHdr;
import io.reeve.core.dm.SyncMl;
import io.reeve.core.dm.SyncMl.Reading;
import io.reeve.enroll.HttpBody;
import io.reeve.harness.lab.LabDialect.Fault;
import io.reeve.harness.lab.LabViews.DeviceState;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// MS-MDM: takes SyncML messages, each from a device that has shown the certificate it was issued.
final class ManagementService {
  static final String PATH = "/ManagementServer/MDM.svc";

  private static final String CONTENT_TYPE = "application/vnd.syncml.dm+xml";

  /// Later than this, the same bytes are another message.
  private static final Duration REPEATED_WITHIN = Duration.ofMinutes(2);

  private final LabConfig config;
  private final Supplier<LabDialect> dialect;
  private final Supplier<String> base;
  private final Memory memory;
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

  ManagementService(
      LabConfig config, Supplier<LabDialect> dialect, Supplier<String> base, Memory memory) {
    this.config = config;
    this.dialect = dialect;
    this.base = base;
    this.memory = memory;
  }

  /// The request is refused.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String hint;

    Refusal(int status, String message, String hint) {
      super(message);
      this.status = status;
      this.hint = hint;
    }

    @Override
    public String getMessage() {
      return Optional.ofNullable(super.getMessage()).orElse("refused");
    }
  }

  /// The session of one device, and the last exchange in it: a message that comes again, because
  /// its answer got lost, gets the same answer and nothing happens twice. One request at a time.
  private static final class Conversation {
    private Optional<ServerSession> session = Optional.empty();
    private HttpBody lastMessage = HttpBody.NONE;
    private HttpBody lastAnswer = HttpBody.NONE;
    private Instant at = Instant.MIN;
  }

  WebReply serve(WebRequest request) {
    boolean sloppy = dialect.get().sloppy();
    var reading = SyncMl.read(request.body().bytes());
    try {
      if (!request.method().equals("POST")) {
        throw new Refusal(405, "only POST here", "send SyncML");
      }
      return switch (reading) {
        case Reading.Good(Message message) -> answer(request, message);
        case Reading.Bad bad when bad.header().isPresent() && !sloppy ->
            problem(bad.header().get(), bad.code().number());
        case Reading.Bad bad -> throw new Refusal(400, bad.reason(), "send SyncML 1.2");
        case Reading.SoapFault _ -> throw new Refusal(400, "SOAP instead of SyncML", "send SyncML");
      };
    } catch (Refusal refusal) {
      return sloppy
          ? Soap.fault(new Fault("messageformat", "", refusal.getMessage()), msgId(reading), true)
          : WebReply.error(refusal.status, refusal.getMessage(), refusal.hint);
    }
  }

  private static String msgId(Reading reading) {
    return reading instanceof Reading.Good(Message message) ? message.header().msgId() : "";
  }

  private WebReply answer(WebRequest request, Message message) throws Refusal {
    var header = message.header();
    var device = authenticated(request, header.source());
    if (!header.verDtd().equals(SyncHdr.VER_DTD)) {
      return problem(header, 505);
    }
    if (!header.verProto().equals(SyncHdr.VER_PROTO)) {
      return problem(header, 513);
    }
    if (header.sessionId().isEmpty() || !header.msgId().matches("[1-9][0-9]{0,8}")) {
      return problem(header, 400);
    }
    var conversation = conversations.computeIfAbsent(device, _ -> new Conversation());
    synchronized (conversation) {
      var now = config.clock().instant();
      if (!conversation.lastMessage.equals(request.body())
          || conversation.at.isBefore(now.minus(REPEATED_WITHIN))) {
        conversation.lastAnswer = proceed(conversation, device, message);
        conversation.lastMessage = request.body();
        conversation.at = now;
      }
      return new WebReply(200, Map.of(), conversation.lastAnswer);
    }
  }

  private HttpBody proceed(Conversation conversation, String device, Message message) {
    var spoken = dialect.get();
    try {
      var answer =
          memory
              .database()
              .inTransaction(
                  () -> session(conversation, device, message).answer(message, spoken, address()));
      return new HttpBody(
          CONTENT_TYPE, spoken.sloppy() ? SloppyWriter.write(answer) : SyncMl.write(answer, false));
    } catch (RuntimeException failed) {
      conversations.remove(device); // what it had in mind is no longer what is on record
      throw failed;
    }
  }

  private static boolean begins(Message message) {
    return message.header().msgId().equals("1")
        && message.commands().stream()
            .anyMatch(command ->
                command instanceof Command.Alert alert
                    && (alert.code().equals("1200") || alert.code().equals("1201")));
  }

  /// A first message opens a session, even under an id that was used before, unless the device only
  /// repeats it with credentials.
  private ServerSession session(Conversation conversation, String device, Message message) {
    var id = message.header().sessionId();
    var running = conversation.session.filter(session -> session.id().equals(id));
    if (running.isPresent() && !(begins(message) && running.get().opened())) {
      return running.get();
    }
    conversation.session.ifPresent(ServerSession::breakOff);
    var session = new ServerSession(memory, config.provider(), config.clock(), device, id);
    conversation.session = Optional.of(session);
    return session;
  }

  private String address() {
    return base.get() + PATH;
  }

  /// The device that sends this, by its certificate.
  private String authenticated(WebRequest request, String source) throws Refusal {
    if (request.peer().isEmpty()) {
      if (dialect.get().noClientCert()) {
        return enrolled(source);
      }
      throw new Refusal(
          403,
          "a session needs the device's certificate",
          "show the certificate issued at enrolment in TLS");
    }
    var device = device(request.peer().get());
    if (!device.equals(source)) {
      throw new Refusal(
          403,
          "the certificate is that of another device than '" + source + "'",
          "Source in SyncHdr must be the DeviceID given at enrolment");
    }
    return enrolled(device);
  }

  /// The device of a good certificate.
  private String device(X509Certificate certificate) throws Refusal {
    var issued = memory.devices().issued(certificate);
    if (issued.isEmpty() || issued.get().revoked()) {
      throw new Refusal(403, "the certificate is unknown or revoked", "enrol this device again");
    }
    if (config.clock().instant().isAfter(issued.get().notAfter())) {
      throw new Refusal(
          403, "the certificate ended on " + issued.get().notAfter(), "enrol this device again");
    }
    memory.devices().uses(issued.get().device(), certificate);
    return issued.get().device();
  }

  private String enrolled(String device) throws Refusal {
    return memory
        .devices()
        .find(device)
        .filter(found -> found.state() != DeviceState.GONE)
        .orElseThrow(() -> new Refusal(403, "device was not MDM enrolled", "enrol this device"))
        .id();
  }

  /// The device that asks for a hint, if its certificate is good.
  Optional<String> listening(WebRequest request) {
    try {
      return request.peer().isEmpty()
          ? Optional.empty()
          : Optional.of(enrolled(device(request.peer().get())));
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  private WebReply problem(SyncHdr header, int code) {
    var status = Command.Status.of("1", header.msgId(), "0", "SyncHdr", Integer.toString(code));
    var answer =
        new Message(
            SyncHdr.of(header.sessionId(), "1", header.source(), address()), List.of(status), true);
    return WebReply.of(200, CONTENT_TYPE, SyncMl.write(answer, false));
  }
}
