package io.reeve.platform.linux;

import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.platform.linux.LuksVolumes.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys the keys of volumes, and says what of it was done.
///
/// @param before those that were erased before
record Erasure(Cryptsetup library, ErasedVolumes before) {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private LuksHeader header(Volume volume) {
    return new LuksHeader(volume.header(), library);
  }

  /// What makes it impossible before anything is begun; empty when nothing does.
  ///
  /// @throws IOException when a header cannot be read
  Optional<String> obstacle(List<Volume> volumes) throws IOException {
    for (var volume : volumes) {
      var trouble = trouble(volume, header(volume).uuid());
      if (trouble.isPresent()) {
        return Optional.of("the keys of " + volume.name() + " cannot be erased: " + trouble.get());
      }
    }
    return Optional.empty();
  }

  /// @param found the volume that the header at its place is of
  private Optional<String> trouble(Volume volume, Optional<String> found) throws IOException {
    if (!volume.isOpen()) {
      return Optional.empty();
    }
    var uuid = volume.uuid().orElseThrow();
    if (found.isPresent()) {
      return found.get().equals(uuid)
          ? Optional.empty()
          : Optional.of("the header on " + volume.header() + " is of another volume");
    }
    return before.has(uuid)
        ? Optional.empty()
        : Optional.of(
            "it is open, and its header is not on %s; /etc/crypttab has to name where it is (header=)"
                .formatted(volume.header()));
  }

  /// As many as can be: one that resists does not save the others.
  ///
  /// @param others what cannot be erased at all
  /// @param spared what is not to be
  /// @throws IOException when anything is left that should not be, with all that is to be said
  Result erase(List<Volume> volumes, List<String> others, List<String> spared) throws IOException {
    var erased = new ArrayList<String>();
    var left = new ArrayList<>(others);
    for (var volume : volumes) {
      try {
        one(volume).ifPresent(erased::add);
      } catch (IOException e) {
        LOG.error("the keys of {} are not erased", volume.name(), e);
        left.add(volume.name() + ": " + e.getMessage());
      }
    }
    if (erased.isEmpty()) {
      throw new IOException("no key could be erased: " + String.join("; ", left));
    }
    var text = "erased: " + String.join(", ", erased);
    if (!left.isEmpty()) {
      throw new IOException(
          text
              + "; NOT erased: "
              + String.join("; ", left)
              + "; the machine stays on, and another wipe erases what is left");
    }
    var plugged =
        spared.isEmpty() ? "" : "; plugged in and left alone: " + String.join(", ", spared);
    return new Result.Done(text + plugged + "; the machine is being switched off");
  }

  /// @return what to say of it; empty when there is nothing to erase
  private Optional<String> one(Volume volume) throws IOException {
    var header = header(volume);
    var found = header.uuid();
    var trouble = trouble(volume, found);
    if (trouble.isPresent()) {
      throw new IOException(trouble.get());
    }
    if (found.isEmpty() && !volume.isOpen()) {
      return Optional.empty();
    }
    keep(found.or(volume::uuid).orElseThrow());
    return Optional.of(
        found.isEmpty()
            ? volume.name() + " (before)"
            : "%s (%d keys)".formatted(volume.name(), header.erase().slots()));
  }

  private void keep(String uuid) {
    try {
      before.keep(uuid);
    } catch (IOException e) {
      LOG.warn("that {} is erased is not written down", uuid, e);
    }
  }
}
