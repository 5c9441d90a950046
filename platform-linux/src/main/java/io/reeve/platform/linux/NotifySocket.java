package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket on which systemd listens to a service: datagrams, which Java's own sockets of this
/// kind cannot send.
final class NotifySocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// Of `sun_path`.
  private static final int LONGEST = 108;

  private final int descriptor;

  private NotifySocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /// @param address a path, or a name of the abstract kind after `@`
  /// @return one that says nothing where nobody can be reached
  static NotifySocket open(String address) {
    try {
      int socket = LibC.C.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      var raw = raw(address);
      LibC.C.connect(socket, raw, raw.length);
      return new NotifySocket(socket);
    } catch (LastErrorException e) {
      LOG.warn("systemd does not listen at {}: {}", address, e.getMessage());
      return new NotifySocket(-1);
    }
  }

  /// `struct sockaddr_un`, with a zero in front of an abstract name and none behind it.
  static byte[] raw(String address) {
    var name = address.getBytes(StandardCharsets.UTF_8);
    if (name.length >= LONGEST) {
      throw new IllegalArgumentException("the address has more than 107 bytes");
    }
    boolean isAbstract = address.startsWith("@");
    var raw =
        ByteBuffer.allocate(2 + name.length + (isAbstract ? 0 : 1))
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_UNIX)
            .put(name);
    if (isAbstract) {
      raw.put(2, (byte) 0);
    }
    return Arrays.copyOf(raw.array(), raw.capacity());
  }

  /// @param state one assignment of sd_notify(3)
  void tell(String state) {
    if (descriptor < 0) {
      return;
    }
    var bytes = state.getBytes(StandardCharsets.UTF_8);
    try {
      int _ = LibC.C.send(descriptor, bytes, new NativeLong(bytes.length), MSG_NOSIGNAL);
    } catch (LastErrorException e) {
      LOG.warn("systemd cannot be told {}: {}", state, e.getMessage());
    }
  }

  @Override
  public void close() {
    if (descriptor >= 0) {
      LibC.C.close(descriptor);
    }
  }
}
