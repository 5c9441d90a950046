package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The LUKS volumes that this machine has open, and those that it opens when it starts.
record LuksVolumes(Facts facts, Crypttab crypttab) {
  private static final String DEVICES = "/sys/class/block";

  /// @param name what people know it by
  /// @param header where its header is
  /// @param data the device whose bytes it holds
  /// @param isOpen whether it is open now
  record Volume(String name, Path header, Path data, boolean isOpen) {}

  /// Every one, by where its header is.
  ///
  /// @throws IOException when it cannot be told where one has its header
  List<Volume> all() throws IOException {
    var found = new LinkedHashMap<Path, Volume>();
    for (var device : facts.names(DEVICES)) {
      var kind = facts.attribute(DEVICES + "/" + device + "/dm/uuid").orElse("");
      if (kind.startsWith("CRYPT-LUKS")) {
        add(found, open(device));
      }
    }
    for (var line : crypttab.lines()) {
      var device = facts.path(line.device());
      if (line.isLuks() && Files.exists(device)) {
        var real = device.toRealPath();
        add(found, new Volume(line.name(), header(line).orElse(real), real, false));
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(Map<Path, Volume> found, Volume volume) {
    found.putIfAbsent(volume.header, volume);
  }

  private Volume open(String device) throws IOException {
    var name = facts.attribute(DEVICES + "/" + device + "/dm/name").orElse(device);
    var data = facts.path("/dev/" + below(device, name).replace('!', '/'));
    var line = crypttab.named(name);
    return new Volume(name, line.isPresent() ? header(line.get()).orElse(data) : data, data, true);
  }

  /// Past the layer that a volume with checksums has between.
  private String below(String device, String name) throws IOException {
    var below = facts.names(DEVICES + "/" + device + "/slaves");
    if (below.size() != 1) {
      throw new IOException("the kernel does not tell what the volume " + name + " lies on");
    }
    var next = below.getFirst();
    var kind = facts.attribute(DEVICES + "/" + next + "/dm/uuid").orElse("");
    boolean isPart = kind.startsWith("CRYPT-SUBDEV") || kind.startsWith("CRYPT-INTEGRITY");
    return isPart ? below(next, name) : next;
  }

  private Optional<Path> header(Crypttab.Line line) throws IOException {
    if (line.header().isEmpty()) {
      return Optional.empty();
    }
    var file = line.header().get();
    var path = file.startsWith("/") ? facts.path(file) : facts.path("/");
    if (!file.startsWith("/") || !Files.exists(path)) {
      throw new IOException(
          "the volume " + line.name() + " has its header at '" + file + "', which is not there");
    }
    return Optional.of(path.toRealPath());
  }
}
