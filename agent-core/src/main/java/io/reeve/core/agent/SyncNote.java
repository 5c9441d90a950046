package io.reeve.core.agent;

import io.reeve.core.local.Views.SyncRecord;
import io.reeve.store.Notes;
import java.time.Instant;
import java.util.Optional;

/// The last session, kept over restarts as a note: time, whether it went well, messages, commands
/// and a sentence, with spaces between them.
final class SyncNote {
  private static final String NAME = "session/last";
  private static final String GOOD = "session/last-good";

  private SyncNote() {}

  static void write(Notes notes, SyncRecord record) {
    notes.put(
        NAME,
        "%s %s %d %d %s"
            .formatted(
                record.at(), record.ok(), record.messages(), record.commands(), record.text()));
    if (record.ok()) {
      notes.put(GOOD, record.at().toString());
    }
  }

  static Optional<SyncRecord> read(Notes notes) {
    return notes.get(NAME).map(SyncNote::parse);
  }

  /// When the service was reached last.
  static Optional<Instant> lastGood(Notes notes) {
    return notes
        .get(GOOD)
        .map(Instant::parse)
        .or(() -> read(notes).filter(SyncRecord::ok).map(SyncRecord::at));
  }

  static void forget(Notes notes) {
    notes.remove(NAME);
    notes.remove(GOOD);
  }

  private static SyncRecord parse(String note) {
    var parts = note.split(" ", 5);
    return new SyncRecord(
        Instant.parse(parts[0]),
        Boolean.parseBoolean(parts[1]),
        parts[4],
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }
}
