package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Services of launchd.
///
/// Parameters: `unit`, a label; `of`, `startup` when missing (`enabled`, `disabled`) or `activity`
/// (`running`, `stopped`). Disabled means disabled and not loaded; enabled means loaded too. A
/// service that is started on demand is loaded and not running: that is no reason to start it.
final class ServiceMechanism implements Mechanism {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
  private static final Pattern OF = Pattern.compile("startup|activity");
  private static final Pattern OWN = Pattern.compile("io\\.reeve(\\..*)?");
  private final Tools tools;
  private final Launchd launchd;

  ServiceMechanism(Tools tools) {
    this.tools = tools;
    this.launchd = new Launchd(tools);
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var label = Checks.parameter(address, "unit", LABEL);
    var of =
        Checks.optional(address, "of").isEmpty() ? "startup" : Checks.parameter(address, "of", OF);
    if (OWN.matcher(label).matches()) {
      throw new IllegalArgumentException("'" + label + "' is this agent itself");
    }
    tools.live("services");
    return of.equals("activity") ? new Activity(label) : new Startup(label);
  }

  private Launchd.Loaded known(String label) throws IOException {
    var loaded = launchd.loaded(label);
    if (loaded.isPresent()) {
      return loaded.get();
    }
    var plist = launchd.plist(label);
    if (plist.isEmpty()) {
      throw new NotApplicableException("this Mac has no service " + label);
    }
    return new Launchd.Loaded("", plist);
  }

  private void load(String label) throws IOException {
    if (launchd.loaded(label).isEmpty()) {
      var path = known(label).path();
      if (path.isEmpty()) {
        throw new IOException("nothing tells where " + label + " is loaded from");
      }
      launchd.bootstrap(path.get());
    }
  }

  private void unload(String label) throws IOException {
    if (launchd.loaded(label).isPresent()) {
      launchd.bootout(label);
    }
  }

  /// Whether it is started by the system.
  private final class Startup implements Point {
    private final String label;

    Startup(String label) {
      this.label = label;
    }

    @Override
    public Value read() throws IOException {
      known(label);
      boolean loaded = launchd.loaded(label).isPresent();
      boolean disabled = launchd.isDisabled(label);
      if (disabled == loaded) {
        // It is one thing now and another at the next start.
        return Value.absent();
      }
      return Value.of(disabled ? "disabled" : "enabled");
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || value.sameAs(read())) {
        return;
      }
      switch (value.wire()) {
        case "enabled" -> {
          launchd.enable(label);
          load(label);
        }
        case "disabled" -> {
          launchd.disable(label);
          unload(label);
        }
        default -> throw new IOException("no way to start a service: '" + value.wire() + "'");
      }
    }

    /// What somebody has said of it, if anybody has, and whether it is loaded and where from.
    @Override
    public Snapshot capture() throws IOException {
      var now = known(label);
      var override = launchd.override(label).map(disabled -> disabled ? "disabled" : "enabled");
      boolean loaded = launchd.loaded(label).isPresent();
      return new Snapshot(
          read(), Details.of(List.of(override, loaded ? now.path() : Optional.empty())));
    }

    /// launchd forgets nothing that it was told: where nobody had said anything, it is told what
    /// the service's own property list says.
    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      boolean disabled =
          detail.getFirst().isPresent()
              ? detail.getFirst().get().equals("disabled")
              : launchd.isDisabledByItself(label);
      if (launchd.isDisabled(label) != disabled) {
        if (disabled) {
          launchd.disable(label);
        } else {
          launchd.enable(label);
        }
      }
      if (detail.getLast().isEmpty()) {
        unload(label);
      } else if (launchd.loaded(label).isEmpty()) {
        launchd.bootstrap(detail.getLast().get());
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(tools.host().path("/private/var/db/com.apple.xpc.launchd/disabled.plist"));
    }
  }

  /// Whether it runs now.
  private final class Activity implements Point {
    private final String label;

    Activity(String label) {
      this.label = label;
    }

    @Override
    public Value read() throws IOException {
      known(label);
      boolean runs = launchd.loaded(label).filter(Launchd.Loaded::runs).isPresent();
      return Value.of(runs ? "running" : "stopped");
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent() || value.sameAs(read())) {
        return;
      }
      if (value.wire().equals("running")) {
        load(label);
        launchd.start(label);
      } else {
        unload(label);
      }
    }
  }
}
