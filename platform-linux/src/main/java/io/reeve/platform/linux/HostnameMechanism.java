package io.reeve.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.GivenName;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// The machine's name, through systemd-hostnamed. The value may have the macros of [GivenName].
///
/// What is read is the name the kernel has now, in the words in which it was asked for; it is the
/// static one too unless somebody set another for the moment. hostnamed leaves `/etc/hosts` alone,
/// so the line by which the machine finds itself follows, and a name it cannot find itself by is
/// not in force. Without a static name the place is not set.
final class HostnameMechanism implements Mechanism {
  private static final String SERVICE = "org.freedesktop.hostname1";
  private static final String OBJECT = "/org/freedesktop/hostname1";
  private final Host host;
  private final Optional<String> bus;
  private final KernelName kernel;

  HostnameMechanism(Host host) {
    this(
        host,
        host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()),
        HostnameMechanism::kernelName);
  }

  /// @param bus where the D-Bus is on which hostnamed answers; empty for none
  /// @param kernel tells the name the kernel has
  HostnameMechanism(Host host, Optional<String> bus, KernelName kernel) {
    this.host = host;
    this.bus = bus;
    this.kernel = kernel;
  }

  /// Tells the name the kernel has, where hostnamed is on that bus.
  @FunctionalInterface
  interface KernelName {
    String ask(SystemBus bus) throws IOException;
  }

  private static String kernelName(SystemBus bus) throws IOException {
    try {
      var name = new byte[256];
      LibC.C.gethostname(name, new NativeLong(name.length));
      return Native.toString(name, "US-ASCII");
    } catch (LastErrorException e) {
      throw new IOException("gethostname failed on " + bus, e);
    }
  }

  /// What hostnamed takes the kernel's name to be.
  static String toldName(SystemBus bus) throws IOException {
    return bus.text(SERVICE, OBJECT, SERVICE, "Hostname");
  }

  @Override
  public String name() {
    return "hostname";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    if (!address.parameters().isEmpty()) {
      throw new IllegalArgumentException("the hostname takes no parameters: " + address);
    }
    if (bus.isEmpty()) {
      throw new NotApplicableException("a scratch root has no name of its own");
    }
    return new Place(host, bus.get(), kernel, new LocalName(host));
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return bus.isPresent()
        ? KernelFileWatch.start(KernelFileWatch.NAME, () -> listener.changed(""))
        : () -> {};
  }

  /// The name.
  private record Place(Host host, String address, KernelName kernel, LocalName local)
      implements Point {
    @Override
    public Value read() throws IOException {
      var now = now();
      var given = GivenName.load(host).filter(one -> now.equals(Optional.of(one.name())));
      if (given.isPresent() && !local.isRight(given.get().name())) {
        return Value.absent();
      }
      return given.map(GivenName::asked).or(() -> now).<Value>map(Value::of).orElse(Value.absent());
    }

    /// The name in force; empty when none has been set for good.
    private Optional<String> now() throws IOException {
      try (var bus = SystemBus.open(address)) {
        return bus.text(SERVICE, OBJECT, SERVICE, "StaticHostname").isEmpty()
            ? Optional.empty()
            : Optional.of(kernel.ask(bus));
      }
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        if (!now().equals(Optional.empty())) {
          set("");
        }
        local.restore(Optional.empty());
        GivenName.forget(host);
        return;
      }
      var asked = Checks.line(value);
      var known = GivenName.load(host).filter(one -> one.asked().equals(asked));
      give(known.isPresent() ? known.get() : GivenName.of(asked, new SerialNumber(host)));
    }

    /// The name is kept before it is set, so that a crash between the two gives no second one.
    private void give(GivenName given) throws IOException {
      GivenName.keep(host, given);
      if (!now().equals(Optional.of(given.name()))) {
        set(given.name());
      }
      local.follow(given.name());
    }

    private void set(String name) throws IOException {
      try (var bus = SystemBus.open(address)) {
        bus.hostnamed().SetStaticHostname(name, false);
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("SetStaticHostname '" + name + "'", e);
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(
          read(),
          Details.of(List.of(local.ours(), GivenName.load(host).map(GivenName::json), now())));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 3);
      if (!now().equals(detail.get(2))) {
        set(detail.get(2).orElse(""));
      }
      local.restore(detail.get(0));
      var given =
          detail.get(1).isPresent()
              ? GivenName.parse(detail.get(1).get())
              : Optional.<GivenName>empty();
      if (given.isPresent()) {
        GivenName.keep(host, given.get());
      } else {
        GivenName.forget(host);
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(
          host.path("/etc/hostname"),
          host.path("/etc/hosts"),
          host.path("/etc/reeve/hostname.json"));
    }
  }
}
