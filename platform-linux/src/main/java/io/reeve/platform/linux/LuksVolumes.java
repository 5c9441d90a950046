package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The LUKS volumes that this machine has open, and those that it opens when it starts.
record LuksVolumes(Facts facts, Crypttab crypttab) {
  private static final String DEVICES = "/sys/class/block";
  private static final String LUKS = "CRYPT-LUKS";

  /// @param name what people know it by
  /// @param header where its header is
  /// @param data the device whose bytes it holds
  /// @param uuid of one that is open, as the kernel knows it: without dashes
  record Volume(String name, Path header, Path data, Optional<String> uuid) {
    /// Whether it is open now.
    boolean isOpen() {
      return uuid.isPresent();
    }
  }

  /// Every one of the machine's own, by where its header is: not what people have plugged in.
  ///
  /// @throws IOException when it cannot be told where one has its header
  List<Volume> all() throws IOException {
    var found = new LinkedHashMap<Path, Volume>();
    for (var device : facts.names(DEVICES)) {
      var kind = facts.attribute(DEVICES + "/" + device + "/dm/uuid").orElse("");
      if (kind.startsWith(LUKS) && !isPeoples(device)) {
        add(found, open(device, kind));
      }
    }
    for (var line : crypttab.lines()) {
      var device = facts.path(line.device());
      if (line.isLuks() && Files.exists(device)) {
        var real = device.toRealPath();
        add(found, new Volume(line.name(), header(line).orElse(real), real, Optional.empty()));
      }
    }
    return List.copyOf(found.values());
  }

  /// The names of those that are open and are not the machine's.
  List<String> peoples() throws IOException {
    var names = new ArrayList<String>();
    for (var device : facts.names(DEVICES)) {
      var kind = facts.attribute(DEVICES + "/" + device + "/dm/uuid").orElse("");
      if (kind.startsWith(LUKS) && isPeoples(device)) {
        names.add(name(device));
      }
    }
    return names;
  }

  private boolean isPeoples(String device) throws IOException {
    return crypttab.named(name(device)).isEmpty() && new PluggedIn(facts).isPeoples(device);
  }

  private String name(String device) {
    return facts.attribute(DEVICES + "/" + device + "/dm/name").orElse(device);
  }

  private static void add(Map<Path, Volume> found, Volume volume) {
    found.putIfAbsent(volume.header, volume);
  }

  /// @param kind `CRYPT-LUKS2-UUID-NAME`
  private Volume open(String device, String kind) throws IOException {
    var name = name(device);
    var uuid = kind.split("-", 4)[2];
    var data = facts.path("/dev/" + below(device, name).replace('!', '/'));
    var line = crypttab.named(name);
    var header = line.isPresent() ? header(line.get()).orElse(data) : data;
    return new Volume(name, header, data, Optional.of(uuid));
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
