package io.reeve.core.local;

import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.spi.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The local API: a Unix domain socket in the state folder that everyone on the machine can reach.
/// What each may do is decided call by call from who the kernel says they are.
public final class LocalServer implements AutoCloseable {
  /// The name of whoever is at the other end, where the system does not tell it.
  public static final String UNNAMED = Peer.UNNAMED.name();

  private static final Logger log = LoggerFactory.getLogger(LocalServer.class);
  private static final int LONGEST_REQUEST = 1024 * 1024;

  /// Nothing that anybody may ask for needs more.
  private static final int LONGEST_OF_OTHERS = 16 * 1024;

  private static final int CONNECTIONS = 32;
  private static final int CONNECTIONS_PER_USER = Peer.areNamed() ? 4 : CONNECTIONS;
  private static final int WAITING = 64;
  private static final int WAITING_PER_USER = Peer.areNamed() ? 4 : WAITING;
  private static final Duration REST_AFTER_TROUBLE = Duration.ofSeconds(1);

  private static final Duration PATIENCE_WITHOUT_A_SEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE_WITH_SILENCE = Duration.ofSeconds(2);
  private final Path socket;
  private final ServerSocketChannel listener;
  private final UserPrincipal own;
  private final Rpc rpc;
  private final boolean named;
  private final Duration patience;
  private final Anteroom anteroom = new Anteroom(CONNECTIONS);
  private final Anteroom turnedAway = new Anteroom(CONNECTIONS);
  private final Seats seats = new Seats(CONNECTIONS, CONNECTIONS_PER_USER);
  private final Seats waiting = new Seats(WAITING, WAITING_PER_USER);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private LocalServer(
      Path socket,
      ServerSocketChannel listener,
      UserPrincipal own,
      Rpc rpc,
      boolean named,
      Duration patience) {
    this.named = named;
    this.socket = socket;
    this.listener = listener;
    this.own = own;
    this.rpc = rpc;
    this.patience = patience;
  }

  /// Serves until closed; when this returns, clients can connect.
  ///
  /// @param lock proves that a socket left in the folder is nobody's, so it is replaced
  /// @param service called from many threads at once
  /// @throws AgentException when the socket cannot be made
  public static LocalServer start(StateLock lock, AgentService service) {
    return start(lock, Desks.same(service), Optional.empty());
  }

  /// @param desks called from many threads at once
  /// @param rights says who may use files, where their modes do not
  public static LocalServer start(StateLock lock, Desks desks, Optional<Rights> rights) {
    return start(lock, desks, rights, Duration.ofSeconds(30));
  }

  /// @param patience how long a client may take to send a line or to take one
  static LocalServer start(
      StateLock lock, Desks desks, Optional<Rights> rights, Duration patience) {
    return start(lock, desks, rights, patience, Peer.areNamed());
  }

  /// @param named whether the system tells who is at the other end of a socket; where it does not,
  ///   administrators show a secret
  static LocalServer start(
      StateLock lock, Desks desks, Optional<Rights> rights, Duration patience, boolean named) {
    var file = ApiSocket.file(lock.state());
    var address = ApiSocket.address(lock.state());
    try {
      Files.deleteIfExists(file);
      var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(address);
      letEveryoneConnect(file, rights);
      var proof = named ? Optional.<Proof>empty() : Optional.of(Proof.make(lock.state()));
      var rpc = new Rpc(desks, proof);
      var server =
          new LocalServer(
              file,
              listener,
              Files.getOwner(file, LinkOption.NOFOLLOW_LINKS),
              rpc,
              named,
              patience);
      Thread.ofVirtual().name("reeve-api").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new AgentException(
          Kind.FAILED,
          "cannot serve the local API at " + file + ": " + Reasons.of(e),
          "check the folder's rights and that its file system can hold sockets");
    }
  }

  /// Takes no more clients, ends the connections there are, and removes the socket.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(socket);
      listener.close();
      for (var channel : open) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void letEveryoneConnect(Path file, Optional<Rights> rights) throws IOException {
    if (rights.isPresent()) {
      rights.get().letEveryoneConnect(file);
    } else if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        var channel = listener.accept();
        open.add(channel);
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (IOException e) {
        if (listener.isOpen()) {
          log.warn("no client can be taken now", e);
          rest();
        }
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(REST_AFTER_TROUBLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    try (var lines = new Lines(channel, LONGEST_REQUEST)) {
      if (named) {
        seat(channel, lines, Peer.of(channel, own), Optional.empty());
      } else {
        var first = firstWord(channel, lines);
        if (first.isPresent()) {
          seat(channel, lines, sender(first.get()), first);
        }
      }
    } catch (IOException e) {
      log.debug("a client went away", e);
    } finally {
      open.remove(channel);
    }
  }

  /// By which somebody whom the system does not name may show to be an administrator: these have
  /// seats of their own.
  private Optional<String> firstWord(SocketChannel channel, Lines lines) throws IOException {
    anteroom.enter(channel);
    try {
      return lines.read(PATIENCE_WITH_SILENCE);
    } finally {
      anteroom.leave(channel);
    }
  }

  /// What is too long for everybody else is read only where an administrator's secret is in it.
  private Peer sender(String first) {
    return first.length() <= LONGEST_OF_OTHERS || rpc.isProofIn(first)
        ? rpc.sender(first, Peer.UNNAMED)
        : Peer.UNNAMED;
  }

  private void seat(SocketChannel channel, Lines lines, Peer peer, Optional<String> first)
      throws IOException {
    var seat = seats.take(peer);
    if (seat.isEmpty()) {
      turnAway(channel, lines, peer, first.isPresent());
      return;
    }
    try (var turn = new Turn(peer, seat.get(), waiting)) {
      converse(lines, peer, turn, first);
    }
  }

  /// Closing on a request that was not read would reset the connection, and the answer with it. So
  /// it is read to its end, and nothing of it kept: whoever has no seat has no room here either.
  private void turnAway(SocketChannel channel, Lines lines, Peer peer, boolean hasSpoken)
      throws IOException {
    turnedAway.enter(channel);
    try {
      if (!hasSpoken) {
        lines.skip(PATIENCE_WITHOUT_A_SEAT);
      }
      refuse(lines, "too many connections of " + peer.name(), "try again in a moment");
    } finally {
      turnedAway.leave(channel);
    }
  }

  private void converse(Lines lines, Peer peer, Turn turn, Optional<String> first)
      throws IOException {
    int longest = peer.administrator() ? LONGEST_REQUEST : LONGEST_OF_OTHERS;
    lines.limit(longest);
    try {
      for (var line = first.isPresent() ? first : lines.read(patience);
          line.isPresent();
          line = turn.next(lines, patience)) {
        if (line.get().length() > longest) {
          throw new Lines.TooLongException();
        }
        lines.write(rpc.answer(line.get(), peer, turn), patience);
      }
    } catch (Lines.TooLongException _) {
      refuse(
          lines,
          "the request is longer than " + longest / 1024 + " KiB",
          peer.administrator()
              ? "ask for less at once"
              : "ask for less at once, or run the command as root, for example with sudo");
    }
  }

  private void refuse(Lines lines, String message, String hint) throws IOException {
    lines.write(Rpc.refusal(null, new AgentException(Kind.FAILED, message, hint)), patience);
  }
}
