package io.reeve.harness;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A mechanism whose places are files: the parameter `file` names one in its folder, and its
/// content is the value. For tests that need something a process leaves behind when it is killed,
/// or that the system tells changes of.
public final class FileMechanism implements Mechanism {
  private final String name;
  private final Path folder;
  private final Faults faults;

  /// @param folder where the files are; need not exist until a file is written
  public FileMechanism(String name, Path folder, Faults faults) {
    this.name = name;
    this.folder = folder;
    this.faults = faults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Point bind(Address address) {
    var file = address.parameter("file");
    if (!address.mechanism().equals(name) || !file.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(name + " cannot hold " + address);
    }
    return new ContentPoint(folder.resolve(file));
  }

  private final class ContentPoint implements Point {
    private final Path file;

    ContentPoint(Path file) {
      this.file = file;
    }

    @Override
    public Value read() throws IOException {
      faults.step("read " + file.getFileName());
      try {
        return Value.of(Files.readString(file));
      } catch (NoSuchFileException e) {
        return Value.absent();
      }
    }

    @Override
    public void write(Value value) throws IOException {
      if (read().equals(value)) {
        return;
      }
      faults.step("write " + file.getFileName());
      if (value.isAbsent()) {
        Files.deleteIfExists(file);
      } else {
        replace(value.wire());
      }
      faults.step("written " + file.getFileName());
    }

    private void replace(String content) throws IOException {
      Files.createDirectories(folder);
      var fresh = folder.resolve(file.getFileName() + ".new");
      Files.writeString(fresh, content, StandardCharsets.UTF_8);
      faults.step("beside " + file.getFileName());
      try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Set<Path> files() {
      return Set.of(file);
    }
  }
}
