package io.reeve.platform.windows;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Rights;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The mechanism of whole files, for a Windows whose files have no modes: what is in the agent's
/// own folder below `ProgramData` (scripts of the service) is for the system and its
/// administrators, whichever state folder the agent itself uses. The folder is made so before the
/// first of them is written; one that others can use is refused, for they would read the scripts.
///
/// @param rights empty where this is no real machine
record PrivateFileMechanism(Mechanism files, Host host, Optional<? extends Rights> rights)
    implements Mechanism {
  private static final String FOLDER = "/ProgramData/Reeve";

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var point = files.bind(address);
    var folder = host.path(FOLDER);
    boolean ours = point.files().stream().anyMatch(file -> file.startsWith(folder));
    return ours && rights.isPresent() ? new Guarded(point, folder, rights.get()) : point;
  }

  @Override
  public void settle(List<Address> written) throws IOException {
    files.settle(written);
  }

  @Override
  public String effect(List<Address> written) {
    return files.effect(written);
  }

  private record Guarded(Point point, Path folder, Rights rights) implements Point {
    private void guard() throws IOException {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        rights.makePrivate(folder);
      }
      try (var held = rights.hold(folder)) {
        var objection = held.objection();
        if (objection.isPresent()) {
          throw new IOException(folder + " is not safe from others: " + objection.get());
        }
      }
    }

    @Override
    public Value read() throws IOException {
      return point.read();
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.isAbsent()) {
        guard();
      }
      point.write(value);
    }

    @Override
    public Snapshot capture() throws IOException {
      return point.capture();
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      if (!before.value().isAbsent()) {
        guard();
      }
      point.restore(before);
    }

    @Override
    public Set<Path> files() {
      return point.files();
    }
  }
}
