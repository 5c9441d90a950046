package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The daemon of a state folder as an [AgentService]. Each call has a connection of its own.
public final class LocalClient {
  private static final int LONGEST_ANSWER = 64 * 1024 * 1024;
  private static final Duration SENDING = Duration.ofSeconds(30);

  private final Path state;
  private final Optional<Rights> rights;

  private LocalClient(Path state, Optional<Rights> rights) {
    this.state = state;
    this.rights = rights;
  }

  /// The daemon that serves this folder; empty when none does.
  ///
  /// @throws AgentException when there is one that cannot or must not be talked to
  public static Optional<AgentService> of(Path state) {
    return isServed(state) ? of(state, ThisMachine.rightsOfPeers()) : Optional.empty();
  }

  private static boolean isServed(Path state) {
    return ApiSocket.fits(state) && Files.exists(ApiSocket.file(state), LinkOption.NOFOLLOW_LINKS);
  }

  /// @param rights by whose word the folder is the system's, where no owner of a socket is told
  static Optional<AgentService> of(Path state, Optional<Rights> rights) {
    if (!isServed(state)) {
      return Optional.empty();
    }
    var client = new LocalClient(state, rights);
    try (var channel = client.connect()) {
      client.checkOwner(channel);
      return Optional.of(client.proxy());
    } catch (ConnectException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw client.gone(e);
    }
  }

  private AgentService proxy() {
    return (AgentService)
        Proxy.newProxyInstance(
            AgentService.class.getClassLoader(),
            new Class<?>[] {AgentService.class},
            (_, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? method.invoke(this, arguments)
                    : call(method, arguments == null ? new Object[0] : arguments));
  }

  private Object call(Method method, Object[] arguments) {
    var api =
        ApiMethod.named(method.getName())
            .orElseThrow(() -> new IllegalStateException(method + " is not in the local API"));
    var request = new LinkedHashMap<String, @Nullable Object>();
    request.put("jsonrpc", "2.0");
    request.put("id", 1L);
    request.put("method", api.name());
    request.put("params", api.pack(arguments));
    Proof.shownBy(state).ifPresent(proof -> request.put("proof", proof));
    try {
      return api.result(resultOf(exchange(Json.line(request))));
    } catch (IOException e) {
      throw gone(e);
    } catch (Typed.MisfitException e) {
      throw new AgentException(
          Kind.FAILED,
          "the daemon's answer is not understood: " + e.getMessage(),
          "restart the daemon: it may be of another version");
    }
  }

  private static @Nullable Object resultOf(String line) throws IOException {
    if (!(Json.parse(line) instanceof Map<?, ?> answer)) {
      throw new IOException("the answer is not an object");
    }
    if (answer.get("error") instanceof Map<?, ?> error) {
      throw RpcError.exception(error);
    }
    return answer.get("result");
  }

  private String exchange(String request) throws IOException {
    var channel = connect();
    try (var lines = new Lines(channel, LONGEST_ANSWER)) {
      checkOwner(channel);
      lines.write(request, SENDING);
      return lines.read().orElseThrow(() -> new IOException("it ended the connection"));
    }
  }

  /// Where nobody tells who is at the other end, it is the owner of the folder, held meanwhile so
  /// that it stays the one that was looked at.
  private SocketChannel connect() throws IOException {
    if (rights.isEmpty()) {
      return open();
    }
    try (var held = rights.get().hold(state)) {
      StateFolderCheck.of(state, held);
      return open();
    }
  }

  private SocketChannel open() throws IOException {
    try {
      return SocketChannel.open(ApiSocket.address(state));
    } catch (ConnectException e) {
      throw e;
    } catch (SocketException e) {
      // A daemon that starts takes the socket of the one before away, and makes its own.
      boolean nobody =
          text(e).contains("refused")
              || Files.notExists(ApiSocket.file(state), LinkOption.NOFOLLOW_LINKS);
      throw nobody ? (IOException) new ConnectException(text(e)).initCause(e) : e;
    }
  }

  /// Secrets go over this socket, so it must not be one that somebody else put there. Where the
  /// system does not say, the folder was looked at ([#connect]).
  private void checkOwner(SocketChannel channel) throws IOException {
    var owner = Peer.user(channel);
    if (owner.isEmpty() || Peer.isRoot(owner.get())) {
      return;
    }
    if (!owner.equals(Peer.self())) {
      throw new AgentException(
          Kind.FAILED,
          "the daemon of " + state + " runs as " + owner.get().getName() + ", not as root or you",
          "use a state folder of your own, or ask whoever runs it");
    }
  }

  private AgentException gone(IOException cause) {
    return new AgentException(
        Kind.FAILED,
        "the daemon of " + state + " cannot be talked to: " + Reasons.of(cause),
        "look into the daemon's log, or restart it");
  }

  private static String text(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse("");
  }
}
