package io.reeve.platform.windows;

import static io.reeve.platform.windows.Wtsapi32.*;

import com.sun.jna.Pointer;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The sessions, over the Terminal Services of Windows, which has them for its own screen too.
final class NativeSessions implements Sessions {
  private static final int MOST = 1000;
  private static final int NO_CONSOLE = -1;
  private static final int SESSION_FLAGS = 16;
  private static final int LARGEST_ENVIRONMENT = 1 << 20;
  private static final int PRIVILEGE_NOT_HELD = 1314;
  private static final int MB_ICONINFORMATION_AND_IN_FRONT = 0x10040;

  private final Win32 windows;
  private final Wtsapi32 functions;

  NativeSessions(Win32 windows) {
    this.windows = windows;
    this.functions = windows.load("wtsapi32", Wtsapi32.class);
  }

  @Override
  public List<Session> all() throws IOException {
    var found = new long[1];
    var count = new int[1];
    if (functions.WTSEnumerateSessionsW(0, 0, 1, found, count) == 0) {
      throw WinError.failure("WTSEnumerateSessionsW", windows.lastError(), "the sessions");
    }
    var there = new Pointer(found[0]);
    try {
      var sessions = new ArrayList<Session>();
      int console = windows.load("kernel32", Kernel32Console.class).WTSGetActiveConsoleSessionId();
      for (int i = 0; i < Math.min(count[0], MOST); i++) {
        long each = new WTS_SESSION_INFOW(there).size();
        var info = new WTS_SESSION_INFOW(there.share(i * each));
        session(info, console).ifPresent(sessions::add);
      }
      return sessions;
    } finally {
      functions.WTSFreeMemory(there);
    }
  }

  /// Empty for one in which nobody is logged in: the services', the login screen's.
  private Optional<Session> session(WTS_SESSION_INFOW info, int console) throws OsException {
    var user = text(info.SessionId, WTSUserName);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Session(
            info.SessionId,
            user,
            text(info.SessionId, WTSDomainName),
            info.State == WTSActive,
            console != NO_CONSOLE && info.SessionId == console));
  }

  private String text(int session, int what) throws OsException {
    var buffer = new long[1];
    var bytes = new int[1];
    if (functions.WTSQuerySessionInformationW(0, session, what, buffer, bytes) == 0) {
      // It ended in between.
      return "";
    }
    var there = new Pointer(buffer[0]);
    try {
      return Wide.text(there.getByteArray(0, Math.max(0, bytes[0])));
    } finally {
      functions.WTSFreeMemory(there);
    }
  }

  @Override
  public Optional<Boolean> isLocked(Session session) throws OsException {
    var buffer = new long[1];
    var bytes = new int[1];
    int said =
        functions.WTSQuerySessionInformationW(0, session.id(), WTSSessionInfoEx, buffer, bytes);
    if (said == 0) {
      return Optional.empty();
    }
    var there = new Pointer(buffer[0]);
    try {
      return switch (bytes[0] > SESSION_FLAGS + 4 ? there.getInt(SESSION_FLAGS) : -1) {
        case WTS_SESSIONSTATE_LOCK -> Optional.of(true);
        case WTS_SESSIONSTATE_UNLOCK -> Optional.of(false);
        default -> Optional.empty();
      };
    } finally {
      functions.WTSFreeMemory(there);
    }
  }

  @Override
  public void disconnect(Session session) throws OsException {
    if (functions.WTSDisconnectSession(0, session.id(), 0) == 0) {
      throw WinError.failure("WTSDisconnectSession", windows.lastError(), subject(session));
    }
  }

  @Override
  public void end(Session session) throws OsException {
    if (functions.WTSLogoffSession(0, session.id(), 0) == 0) {
      throw WinError.failure("WTSLogoffSession", windows.lastError(), subject(session));
    }
  }

  @Override
  public void tell(Session session, String title, String text) throws OsException {
    var head = Wide.of(title);
    var body = Wide.of(text);
    int said =
        functions.WTSSendMessageW(
            0,
            session.id(),
            head,
            head.length - 2,
            body,
            body.length - 2,
            MB_ICONINFORMATION_AND_IN_FRONT,
            0,
            new int[1],
            0);
    if (said == 0) {
      throw WinError.failure("WTSSendMessageW", windows.lastError(), subject(session));
    }
  }

  private static String subject(Session session) {
    return "the session of " + session.user();
  }

  @Override
  public As as(Session session) throws IOException {
    var token = new long[1];
    if (functions.WTSQueryUserToken(session.id(), token) == 0) {
      int code = windows.lastError();
      var who = subject(session);
      throw WinError.failure(
          "WTSQueryUserToken",
          code,
          code == PRIVILEGE_NOT_HELD ? who + ", which only the service of Windows may use" : who);
    }
    var their = new Token(windows, token[0]);
    try {
      return new Person(their, their.sid(), environment(their));
    } catch (IOException | RuntimeException e) {
      their.close();
      throw e;
    }
  }

  private Map<String, String> environment(Token token) throws OsException {
    var userenv = windows.load("userenv", Userenv.class);
    var block = new long[1];
    if (userenv.CreateEnvironmentBlock(block, token.handle(), 0) == 0) {
      throw WinError.failure("CreateEnvironmentBlock", windows.lastError(), "a person");
    }
    var there = new Pointer(block[0]);
    try {
      return variables(there);
    } finally {
      userenv.DestroyEnvironmentBlock(there);
    }
  }

  /// Those of a name; Windows also keeps folders of drives there, as `=C:`.
  private static Map<String, String> variables(Pointer block) {
    var variables = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int at = 0; at < LARGEST_ENVIRONMENT && block.getShort(at) != 0; ) {
      var line = Wide.at(block.share(at));
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
      at += 2 * (line.length() + 1);
    }
    return variables;
  }

  private final class Person implements As {
    private final Token token;
    private final String sid;
    private final Map<String, String> environment;

    Person(Token token, String sid, Map<String, String> environment) {
      this.token = token;
      this.sid = sid;
      this.environment = environment;
    }

    @Override
    public String sid() {
      return sid;
    }

    @Override
    public Map<String, String> environment() {
      return environment;
    }

    @Override
    public Process start(Launch.Program program) throws IOException {
      return new Launch(windows).start(program, token.handle());
    }

    @Override
    public void close() {
      token.close();
    }
  }
}
