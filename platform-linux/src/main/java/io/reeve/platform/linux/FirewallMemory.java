package io.reeve.platform.linux;

import io.reeve.core.files.SystemFile;
import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.spi.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What we have made of the firewall, in a file that is a ruleset too where the table is our own,
/// and the unit that loads it.
final class FirewallMemory {
  private static final Logger LOG = LoggerFactory.getLogger(FirewallMemory.class);
  private static final int PRIVATE = 0600;

  private final SystemFile file;
  private final FirewallUnit unit;

  FirewallMemory(Host host) {
    this.file = new SystemFile(host, FirewallUnit.RULESET);
    this.unit = new FirewallUnit(host);
  }

  /// The file as it is, to tell whether it has changed.
  Optional<String> text() throws IOException {
    return file.text();
  }

  /// What is remembered. A file that somebody else has changed is as good as none: all of it is
  /// made again.
  SavedFirewall load() throws IOException {
    var bytes = file.bytes();
    try {
      return bytes.isEmpty() ? SavedFirewall.NONE : SavedFirewall.parse(bytes.get());
    } catch (IOException e) {
      LOG.warn("{} is made again: {}", FirewallUnit.RULESET, e.getMessage());
      return SavedFirewall.NONE;
    }
  }

  /// Remembers it, or forgets all when there is nothing.
  ///
  /// @param counted what of the policy is made
  void save(SavedFirewall saved, FirewallPolicy counted) throws IOException {
    boolean table = isTable(saved, counted);
    if (!table) {
      unit.remove();
    }
    if (saved.isEmpty()) {
      file.remove();
    } else {
      file.put(bytes(saved, counted), PRIVATE);
    }
    if (table) {
      unit.install();
    }
  }

  private static boolean isTable(SavedFirewall saved, FirewallPolicy counted) {
    return saved.backend().equals(OwnTable.NAME) && !counted.isEmpty();
  }

  private static byte[] bytes(SavedFirewall saved, FirewallPolicy counted) {
    return saved.bytes(isTable(saved, counted) ? NftRuleset.of(counted) : "");
  }

  /// Whether the file would load at the next start what is wanted.
  boolean holds(SavedFirewall saved, FirewallPolicy counted) throws IOException {
    return saved.isEmpty()
        || Arrays.equals(file.bytes().orElse(new byte[0]), bytes(saved, counted));
  }

  Set<Path> files() {
    return unit.files();
  }

  /// Notes on what was there, which go to the file before anything else is done.
  ///
  /// @param saved what is made so far
  FirewallNotes notes(SavedFirewall saved, FirewallPolicy counted) {
    var all = new TreeMap<>(saved.notes());
    return new FirewallNotes(
        all, () -> save(new SavedFirewall(saved.backend(), saved.policy(), all), counted));
  }

  /// Notes that are kept somewhere.
  ///
  /// @param all by key
  /// @param keeper keeps them, durably
  record FirewallNotes(Map<String, String> all, Keeper keeper) implements FirewallBackend.Notes {
    /// Keeps all notes there are.
    @FunctionalInterface
    interface Keeper {
      void keep() throws IOException;
    }

    @Override
    public void keep(String key, String value) throws IOException {
      if (all.putIfAbsent(key, value) == null) {
        keeper.keep();
      }
    }

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(all.get(key));
    }

    @Override
    public Optional<String> drop(String key) {
      return Optional.ofNullable(all.remove(key));
    }
  }
}
