package io.reeve.platform.windows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sessions in memory.
final class MemorySessions implements Sessions {
  final List<Session> sessions = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  final Set<Integer> locked = new HashSet<>();

  /// Those in which the program that locks does nothing.
  final Set<Integer> stubborn = new HashSet<>();

  /// Whether Windows says what is locked.
  boolean tells = true;

  MemorySessions with(int id, String user, boolean active, boolean console) {
    sessions.add(new Session(id, user, "PC1", active, console));
    return this;
  }

  @Override
  public List<Session> all() {
    return List.copyOf(sessions);
  }

  @Override
  public Optional<Boolean> isLocked(Session session) {
    return tells ? Optional.of(locked.contains(session.id())) : Optional.empty();
  }

  @Override
  public void disconnect(Session session) {
    calls.add("disconnect " + session.id());
  }

  @Override
  public void end(Session session) {
    calls.add("end " + session.id());
    sessions.remove(session);
  }

  @Override
  public void tell(Session session, String title, String text) {
    calls.add("tell " + session.id() + " " + title + ": " + text);
  }

  @Override
  public As as(Session session) {
    return new As() {
      @Override
      public String sid() {
        return MemoryLocalAccounts.MACHINE + "-" + (1000 + session.id());
      }

      @Override
      public Map<String, String> environment() {
        return Map.of("USERPROFILE", "C:\\Users\\" + session.user(), "USERNAME", session.user());
      }

      @Override
      public Process start(Launch.Program program) throws IOException {
        calls.add("start " + session.id() + " " + CommandLine.of(program.command()));
        if (!stubborn.contains(session.id())) {
          locked.add(session.id());
        }
        return new Ended("did it as " + session.user());
      }

      @Override
      public void close() {}
    };
  }

  /// A program that has ended well.
  private static final class Ended extends Process {
    private final String output;

    Ended(String output) {
      this.output = output;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {}
  }
}
