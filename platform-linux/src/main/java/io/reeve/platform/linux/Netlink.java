package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import io.reeve.core.spi.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A netlink socket of the kernel's packet filter.
///
/// The kernel counts the changes of the ruleset: every transaction makes a new generation, and says
/// so, with who did it, to those who listen.
final class Netlink implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_NETFILTER = 12;
  private static final int GROUP_NFTABLES = 1 << (7 - 1);
  private static final int NEW_GENERATION = 10 << 8 | 15;
  private static final int GET_GENERATION = 10 << 8 | 16;
  private static final int HEADER = 16;
  private static final int FAMILY_HEADER = 4;
  private static final int REQUEST = 1;
  private static final int GEN_ID = 1;
  private static final int GEN_PROCESS = 2;
  private static final int GEN_NAME = 3;
  private static final int POLL_IN = 1;
  private static final int ENOBUFS = 105;
  private static final int EINTR = 4;

  private final int descriptor;

  private Netlink(int descriptor) {
    this.descriptor = descriptor;
  }

  /// A generation of the ruleset.
  ///
  /// @param id counted up by one for each transaction
  /// @param process the thread that made it, as the kernel's first process namespace numbers it; 0
  ///   when not told
  /// @param name that thread's name
  record Generation(int id, int process, String name) {}

  /// A socket that hears of every new generation.
  static Netlink listening() throws OsException {
    return open(GROUP_NFTABLES);
  }

  /// The generation there is now.
  static int generation() throws OsException {
    try (var socket = open(0)) {
      var request =
          ByteBuffer.allocate(HEADER + FAMILY_HEADER)
              .order(ByteOrder.nativeOrder())
              .putInt(HEADER + FAMILY_HEADER)
              .putShort((short) GET_GENERATION)
              .putShort((short) REQUEST)
              .array();
      LibC.C.send(socket.descriptor, request, new NativeLong(request.length), 0);
      return newest(socket.receive())
          .map(Generation::id)
          .orElseThrow(() -> new OsException("NFT_MSG_GETGEN", 0, "the kernel gives no answer"));
    } catch (LastErrorException e) {
      throw failure("NFT_MSG_GETGEN", e);
    }
  }

  private static Netlink open(int groups) throws OsException {
    Netlink socket;
    try {
      socket = new Netlink(LibC.C.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER));
    } catch (LastErrorException e) {
      throw failure("netlink socket", e);
    }
    try {
      var address =
          ByteBuffer.allocate(12)
              .order(ByteOrder.nativeOrder())
              .putShort((short) AF_NETLINK)
              .putShort((short) 0)
              .putInt(0)
              .putInt(groups)
              .array();
      LibC.C.bind(socket.descriptor, address, address.length);
      return socket;
    } catch (LastErrorException e) {
      socket.close();
      throw failure("bind of a netlink socket", e);
    }
  }

  private static OsException failure(String call, LastErrorException e) {
    var failure = new OsException(call, e.getErrorCode(), String.valueOf(e.getMessage()));
    failure.initCause(e);
    return failure;
  }

  /// Waits for messages, or until there is something to read on another descriptor.
  ///
  /// @return the bytes received, none of them when messages were lost; empty when it was the other
  ///   descriptor
  Optional<ByteBuffer> await(int other) throws OsException {
    try {
      var polled =
          ByteBuffer.allocate(16)
              .order(ByteOrder.nativeOrder())
              .putInt(descriptor)
              .putInt(POLL_IN)
              .putInt(other)
              .putInt(POLL_IN)
              .array();
      LibC.C.poll(polled, new NativeLong(2), -1);
      boolean told = ByteBuffer.wrap(polled).order(ByteOrder.nativeOrder()).getShort(14) != 0;
      return told ? Optional.empty() : Optional.of(receive());
    } catch (LastErrorException e) {
      if (e.getErrorCode() == EINTR) {
        return await(other);
      }
      throw failure("poll", e);
    }
  }

  private ByteBuffer receive() throws OsException {
    var buffer = new byte[64 << 10];
    try {
      int length = LibC.C.recv(descriptor, buffer, new NativeLong(buffer.length), 0).intValue();
      return ByteBuffer.wrap(buffer, 0, length);
    } catch (LastErrorException e) {
      if (e.getErrorCode() == ENOBUFS) {
        return ByteBuffer.allocate(0);
      }
      throw failure("recv", e);
    }
  }

  /// The last generation that messages tell of; empty when they tell of none.
  static Optional<Generation> newest(ByteBuffer messages) {
    var found = Optional.<Generation>empty();
    messages.order(ByteOrder.nativeOrder());
    while (messages.remaining() >= HEADER) {
      int start = messages.position();
      int length = messages.getInt(start);
      int end = Math.min(start + Math.max(length, HEADER), messages.limit());
      if (messages.getShort(start + 4) == NEW_GENERATION && end - start >= HEADER + FAMILY_HEADER) {
        int from = start + HEADER + FAMILY_HEADER;
        found = Optional.of(attributes(messages.slice(from, end - from)));
      }
      messages.position(Math.min(aligned(end), messages.limit()));
    }
    return found;
  }

  private static Generation attributes(ByteBuffer attributes) {
    attributes.order(ByteOrder.nativeOrder());
    int id = 0;
    int process = 0;
    var name = "";
    for (int at = 0; at + 4 <= attributes.limit(); ) {
      int length = attributes.getShort(at) & 0xffff;
      int size = Math.min(length, attributes.limit() - at) - 4;
      int type = attributes.getShort(at + 2) & 0x3fff;
      if (size < 0) {
        break;
      }
      switch (type) {
        case GEN_ID -> id = number(attributes, at, size);
        case GEN_PROCESS -> process = number(attributes, at, size);
        case GEN_NAME -> name = text(attributes.slice(at + 4, size));
        default -> {}
      }
      at = aligned(at + size + 4);
    }
    return new Generation(id, process, name);
  }

  /// Numbers within attributes have the highest byte first.
  private static int number(ByteBuffer attributes, int at, int size) {
    return size < 4 ? 0 : attributes.slice(at + 4, 4).getInt();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString().replaceAll("\\p{Cntrl}", "");
  }

  private static int aligned(int length) {
    return (length + 3) & ~3;
  }

  @Override
  public void close() {
    LibC.C.close(descriptor);
  }
}
