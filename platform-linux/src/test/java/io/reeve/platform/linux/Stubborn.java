package io.reeve.platform.linux;

import com.sun.jna.ptr.PointerByReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// libcryptsetup, and a disk that refuses to be written.
///
/// @param library the real one
/// @param broken the disk
record Stubborn(Cryptsetup library, Path broken) {
  private static final int IO_ERROR = -5;

  Cryptsetup api() {
    Set<Object> stubborn = new HashSet<>();
    return (Cryptsetup)
        Proxy.newProxyInstance(
            Stubborn.class.getClassLoader(),
            new Class<?>[] {Cryptsetup.class},
            (_, method, arguments) -> {
              if (method.getName().equals("crypt_keyslot_destroy")
                  && stubborn.contains(arguments[0])) {
                return IO_ERROR;
              }
              if (method.getName().equals("crypt_free")) {
                stubborn.remove(arguments[0]);
              }
              try {
                var result = method.invoke(library, arguments);
                if (method.getName().equals("crypt_init")
                    && arguments[1].equals(broken.toString())) {
                  stubborn.add(((PointerByReference) arguments[0]).getValue());
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
