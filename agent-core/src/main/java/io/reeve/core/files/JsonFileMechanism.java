package io.reeve.core.files;

import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Members of an object in a JSON file that others may write to as well: Firefox's and Chromium's
/// policies.
///
/// Parameters: `file`; `object`, the member of the top object that holds them, or nothing for the
/// top object; `key`; `requires`. The value is JSON.
public final class JsonFileMechanism implements Mechanism {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
  private final Host host;

  public JsonFileMechanism(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "json-file";
  }

  @Override
  public boolean isOfEntries() {
    return true;
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var file = new SystemFile(host, Checks.file(host, address, "file"));
    var key = Checks.parameter(address, "key", NAME);
    var object =
        Checks.optional(address, "object").isEmpty()
            ? ""
            : Checks.parameter(address, "object", NAME);
    Checks.requires(host, address);
    return new Place(file, object, key);
  }

  /// The values of an object's members as they are written; none where there is no such object.
  private record Members(SystemFile file, String object)
      implements Glance.Question<Map<String, String>> {
    @Override
    public Map<String, String> answer() throws IOException {
      var text = file.bytes().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
      return text.isBlank() ? Map.of() : JsonMembers.values(text, object);
    }
  }

  /// A member.
  private record Place(SystemFile file, String object, String key) implements Point {
    private Optional<String> text() throws IOException {
      return file.bytes().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Value read() throws IOException {
      var raw = raw();
      return raw.map(Value::of).orElseGet(Value::absent);
    }

    private Optional<String> raw() throws IOException {
      return Optional.ofNullable(Glance.ask(new Members(file, object)).get(key));
    }

    private static String json(String value) throws IOException {
      if (JsonMembers.tree(value).isMissingNode()) {
        throw new IOException("not JSON: the value is empty");
      }
      return value;
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        take(object.isEmpty());
        return;
      }
      var wanted = json(value.wire());
      var now = raw();
      if (!now.equals(Optional.of(wanted))) {
        put(wanted);
      }
    }

    private void put(String json) throws IOException {
      var text = text().filter(t -> !t.isBlank()).orElse("{}\n");
      if (!object.isEmpty() && !JsonMembers.has(text, object)) {
        text = JsonMembers.set(text, "", object, "{}");
      }
      store(JsonMembers.set(text, object, key, json));
    }

    /// @param kept whether the object stays when it is empty
    private void take(boolean kept) throws IOException {
      var text = text();
      if (text.isEmpty()) {
        // Gone already; a crash may have come before its directories went.
        file.remove();
        return;
      }
      if (text.get().isBlank() || !JsonMembers.has(text.get(), object)) {
        return;
      }
      var rest = JsonMembers.remove(text.get(), object, key);
      if (!kept && !rest.equals(text.get()) && JsonMembers.isNewAndEmpty(rest, object)) {
        rest = JsonMembers.remove(rest, "", object);
      }
      if (rest.equals("{}\n")) {
        file.remove();
      } else {
        store(rest);
      }
    }

    private void store(String text) throws IOException {
      file.put(text.getBytes(StandardCharsets.UTF_8), SystemFile.PUBLIC);
    }

    @Override
    public Snapshot capture() throws IOException {
      var text = text();
      boolean kept = text.isPresent() && !text.get().isBlank() && isForeign(text.get());
      return new Snapshot(read(), Details.of(List.of(raw(), Optional.of(kept ? "kept" : "made"))));
    }

    /// Whether the object is there and empty, and so not ours: ours goes with its last member.
    private boolean isForeign(String text) throws IOException {
      return object.isEmpty() || JsonMembers.isEmpty(text, object);
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      if (detail.getFirst().isPresent()) {
        if (raw().equals(detail.getFirst())) {
          file.tidy();
        } else {
          put(detail.getFirst().get());
        }
      } else {
        take(detail.getLast().equals(Optional.of("kept")));
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(file.path());
    }
  }
}
