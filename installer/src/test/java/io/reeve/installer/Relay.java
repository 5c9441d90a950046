package io.reeve.installer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The network between a device and a service on loopback, as bad as a test wants it. It carries
/// the bytes of TLS and understands none of them.
final class Relay implements AutoCloseable {
  private final InetSocketAddress service;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Trouble> trouble = new AtomicReference<>(new Trouble.None());

  /// What the network does.
  sealed interface Trouble {
    /// It carries everything.
    record None() implements Trouble {}

    /// It takes connections and carries nothing.
    record Silence() implements Trouble {}

    /// It breaks the connection in place of carrying the first bytes to the device that come when
    /// the condition holds, and then is well again.
    record LostAnswer(Callable<Boolean> when) implements Trouble {}

    /// From when the condition holds on it carries nothing to the service and ends every
    /// connection.
    record Cut(Callable<Boolean> when) implements Trouble {}

    /// As [LostAnswer] for bytes to the service.
    record LostQuestion(Callable<Boolean> when) implements Trouble {}
  }

  private Relay(InetSocketAddress service, ServerSocket door) {
    this.service = service;
    this.door = door;
  }

  /// A relay at the port of the service, on another address of loopback.
  ///
  /// @param at the address devices find
  static Relay start(String at, InetSocketAddress service) throws IOException {
    var door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(InetAddress.getByName(at), service.getPort()));
    var relay = new Relay(service, door);
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  /// From now on.
  void trouble(Trouble next) {
    trouble.set(next);
    if (next instanceof Trouble.None) {
      open.forEach(Relay::end);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var device = door.accept();
        open.add(device);
        Thread.ofVirtual().name("relay").start(() -> connect(device));
      } catch (IOException _) {
        // closed, or the device went away again at once
      }
    }
  }

  private void connect(Socket device) {
    if (trouble.get() instanceof Trouble.Silence) {
      return;
    }
    try {
      var there = new Socket(service.getAddress(), service.getPort());
      open.add(there);
      Thread.ofVirtual().name("relay").start(() -> carry(there, device, false));
      carry(device, there, true);
    } catch (IOException _) {
      end(device);
    }
  }

  private void carry(Socket from, Socket to, boolean question) {
    try (from;
        to) {
      var bytes = new byte[64 * 1024];
      for (int read; (read = from.getInputStream().read(bytes)) >= 0; ) {
        if (isLost(question)) {
          return;
        }
        to.getOutputStream().write(bytes, 0, read);
      }
    } catch (IOException _) {
      // one of both ended it, and so does the other now
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private boolean isLost(boolean question) {
    var now = trouble.get();
    return switch (now) {
      case Trouble.None _, Trouble.Silence _ -> false;
      case Trouble.LostAnswer(Callable<Boolean> when) -> !question && lose(now, when);
      case Trouble.LostQuestion(Callable<Boolean> when) -> question && lose(now, when);
      case Trouble.Cut(Callable<Boolean> when) -> question && holds(when);
    };
  }

  private boolean lose(Trouble now, Callable<Boolean> when) {
    return holds(when) && trouble.compareAndSet(now, new Trouble.None());
  }

  private static boolean holds(Callable<Boolean> when) {
    try {
      return when.call();
    } catch (Exception e) {
      throw new IllegalStateException("a test cannot tell when to lose", e);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    open.forEach(Relay::end);
  }
}
