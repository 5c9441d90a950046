package io.reeve.platform.windows;

import static io.reeve.platform.windows.Netapi32Users.*;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import io.reeve.core.spi.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The account database of Windows.
final class NativeUserDatabase implements UserDatabase {
  private static final int MOST = 100_000;
  private static final int POINTER = 8;
  private static final int LEVEL_NAMES = 0;
  private static final int LEVEL_COMMENTS = 1;
  private static final int LEVEL_ALL = 4;
  private static final int LEVEL_ONLINE = 24;
  private static final int LEVEL_PASSWORD = 1003;
  private static final int LEVEL_FLAGS = 1008;
  private static final int NO_SUCH_USER = 2221;
  private static final int BAD_NAME = 2202;
  private static final int INVALID_LEVEL = 124;
  private static final int WRONG_PASSWORD = 1326;

  /// What Windows answers only to whoever has shown the right password: restrictions, hours,
  /// workstations, an expired or disabled account, a password that has to be changed, a kind of
  /// login that is not granted.
  private static final Set<Integer> RIGHT_PASSWORD =
      Set.of(1327, 1328, 1329, 1330, 1331, 1385, 1793, 1907);

  private final Win32 windows;
  private final Netapi32Users functions;

  NativeUserDatabase(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("netapi32", Netapi32Users.class);
  }

  @Override
  public List<User> users() throws IOException {
    var found = new long[1];
    var count = new int[1];
    int said =
        functions.NetUserEnum(
            null,
            LEVEL_NAMES,
            FILTER_NORMAL_ACCOUNT,
            found,
            MAX_PREFERRED_LENGTH,
            count,
            new int[1],
            null);
    WinError.check("NetUserEnum", said, "the accounts of this machine");
    var users = new ArrayList<User>();
    for (var name : texts(found[0], count[0], 1).stream().map(List::getFirst).toList()) {
      user(name).ifPresent(users::add);
    }
    return users;
  }

  @Override
  public List<Group> groups() throws IOException {
    var found = new long[1];
    var count = new int[1];
    int said =
        functions.NetLocalGroupEnum(
            null, LEVEL_COMMENTS, found, MAX_PREFERRED_LENGTH, count, new int[1], null);
    WinError.check("NetLocalGroupEnum", said, "the groups of this machine");
    return texts(found[0], count[0], 2).stream()
        .map(each -> new Group(each.getFirst(), each.getLast()))
        .toList();
  }

  /// A list of structures that are all pointers to texts.
  private List<List<String>> texts(long list, int count, int width) {
    var rows = new ArrayList<List<String>>();
    if (list == 0) {
      return rows;
    }
    var there = new Pointer(list);
    try {
      for (int i = 0; i < Math.min(count, MOST); i++) {
        var row = new ArrayList<String>();
        for (int k = 0; k < width; k++) {
          row.add(text(there.getPointer((long) POINTER * (i * width + k))));
        }
        rows.add(row);
      }
      return rows;
    } finally {
      functions.NetApiBufferFree(there);
    }
  }

  private static String text(@Nullable Pointer text) {
    return text == null ? "" : Wide.at(text);
  }

  @Override
  public Optional<User> user(String name) throws IOException {
    var info = new long[1];
    int said = functions.NetUserGetInfo(null, Wide.of(name), LEVEL_ALL, info);
    if (said == NO_SUCH_USER || said == BAD_NAME) {
      return Optional.empty();
    }
    WinError.check("NetUserGetInfo", said, name);
    var there = new Pointer(info[0]);
    try {
      var user = new USER_INFO_4(there);
      return Optional.of(
          new User(
              text(user.usri4_name),
              Sid.at(Objects.requireNonNull(user.usri4_user_sid)),
              Integer.toUnsignedLong(user.usri4_primary_group_id),
              text(user.usri4_comment),
              user.usri4_flags,
              isOnline(name)));
    } finally {
      functions.NetApiBufferFree(there);
    }
  }

  /// An older Windows knows no such accounts.
  private boolean isOnline(String name) throws OsException {
    var info = new long[1];
    int said = functions.NetUserGetInfo(null, Wide.of(name), LEVEL_ONLINE, info);
    if (said == INVALID_LEVEL) {
      return false;
    }
    WinError.check("NetUserGetInfo", said, name);
    var there = new Pointer(info[0]);
    try {
      return new USER_INFO_24(there).usri24_internet_identity != 0;
    } finally {
      functions.NetApiBufferFree(there);
    }
  }

  @Override
  public void setPassword(String user, Secret password) throws IOException {
    try (var text = wide(password)) {
      var info = new USER_INFO_1003();
      info.usri1003_password = text;
      try {
        set(user, LEVEL_PASSWORD, info, "the password of " + user);
      } finally {
        text.clear();
      }
    }
  }

  @Override
  public boolean isPassword(String user, Secret password) throws IOException {
    try (var text = wide(password)) {
      int code;
      try {
        code = logOn(user, text);
      } finally {
        text.clear();
      }
      if (code == WRONG_PASSWORD) {
        return false;
      }
      if (code == WinError.SUCCESS || RIGHT_PASSWORD.contains(code)) {
        return true;
      }
      throw WinError.failure("LogonUserW", code, "whether that is the password of " + user);
    }
  }

  /// A login that leads nowhere, and is over at once.
  private int logOn(String user, Memory password) {
    var token = new long[1];
    int said =
        windows
            .load("advapi32", Advapi32Logon.class)
            .LogonUserW(
                Wide.of(user),
                Wide.of("."),
                password,
                Advapi32Logon.LOGON32_LOGON_NETWORK,
                Advapi32Logon.LOGON32_PROVIDER_DEFAULT,
                token);
    int code = windows.lastError();
    if (said == 0) {
      return code;
    }
    new Token(windows, token[0]).close();
    return WinError.SUCCESS;
  }

  /// In memory that is cleared when it is closed; a copy on the way is cleared at once.
  private static Memory wide(Secret password) throws IOException {
    var bytes = password.copy();
    try {
      var characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      var memory = new Memory(2L * characters.remaining() + 2);
      memory.clear();
      for (int i = 0; characters.hasRemaining(); i += 2) {
        memory.setShort(i, (short) characters.get());
      }
      Arrays.fill(characters.array(), '\0');
      return memory;
    } catch (CharacterCodingException e) {
      throw new IOException("the password is no text", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void setFlags(String user, int flags) throws IOException {
    var info = new USER_INFO_1008();
    info.usri1008_flags = flags;
    set(user, LEVEL_FLAGS, info, "the account " + user);
  }

  private void set(String user, int level, WinStructure info, String subject) throws OsException {
    info.write();
    int said = functions.NetUserSetInfo(null, Wide.of(user), level, info.getPointer(), null);
    WinError.check("NetUserSetInfo", said, subject);
  }
}
