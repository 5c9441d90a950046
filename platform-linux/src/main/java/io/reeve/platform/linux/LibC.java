package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.util.Map;

/// What we call of the C library for netlink, namespaces and the machine's name.
interface LibC extends Library {
  LibC C = Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

  int socket(int domain, int type, int protocol) throws LastErrorException;

  int bind(int socket, byte[] address, int length) throws LastErrorException;

  int connect(int socket, byte[] address, int length) throws LastErrorException;

  int send(int socket, byte[] message, NativeLong length, int flags) throws LastErrorException;

  NativeLong recv(int socket, byte[] buffer, NativeLong length, int flags)
      throws LastErrorException;

  int poll(byte[] descriptors, NativeLong count, int milliseconds) throws LastErrorException;

  int eventfd(int value, int flags) throws LastErrorException;

  int eventfd_write(int descriptor, long value) throws LastErrorException;

  int open(String file, int flags) throws LastErrorException;

  int close(int descriptor) throws LastErrorException;

  int unshare(int flags) throws LastErrorException;

  int gethostname(byte[] name, NativeLong length) throws LastErrorException;
}
