package io.reeve.platform.linux;

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
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// The machine's name, through systemd-hostnamed.
///
/// What is read is the name the kernel has now; it is the static one too unless somebody set
/// another for the moment. hostnamed leaves `/etc/hosts` alone, and then sudo cannot resolve the
/// new name: the name on the `127.0.1.1` line follows. Without a static name the place is not set.
final class HostnameMechanism implements Mechanism {
  private static final String SERVICE = "org.freedesktop.hostname1";
  private static final String OBJECT = "/org/freedesktop/hostname1";
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
  private final Host host;
  private final Optional<String> bus;

  HostnameMechanism(Host host) {
    this(host, host.isScratch() ? Optional.empty() : Optional.of(SystemBus.address()));
  }

  /// @param bus where the D-Bus is on which hostnamed answers; empty for none
  HostnameMechanism(Host host, Optional<String> bus) {
    this.host = host;
    this.bus = bus;
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
    return new Place(host, bus.get());
  }

  /// The name.
  private record Place(Host host, String address) implements Point {
    @Override
    public Value read() throws IOException {
      try (var bus = SystemBus.open(address)) {
        return property(bus, "StaticHostname").isEmpty()
            ? Value.absent()
            : Value.of(property(bus, "Hostname"));
      }
    }

    private static String property(SystemBus bus, String name) throws IOException {
      return bus.text(SERVICE, OBJECT, SERVICE, name);
    }

    @Override
    public void write(Value value) throws IOException {
      var name = value.isAbsent() ? "" : Checks.line(value);
      if (!value.isAbsent() && !NAME.matcher(name).matches()) {
        throw new IOException("not a host name: '" + name + "'");
      }
      if (!read().equals(value)) {
        set(name);
      }
      if (!value.isAbsent()) {
        resolve(name);
      }
    }

    private void set(String name) throws IOException {
      try (var bus = SystemBus.open(address)) {
        bus.hostnamed().SetStaticHostname(name, false);
      } catch (DBusExecutionException e) {
        throw SystemBus.failure("SetStaticHostname '" + name + "'", e);
      }
    }

    private void resolve(String name) throws IOException {
      var hosts = hosts();
      var text = hosts.text().orElse("");
      if (Sections.values(LineStyle.SPACE, text, "", "127.0.1.1").isEmpty()) {
        return;
      }
      int dot = name.indexOf('.');
      var names = dot < 0 ? name : name + " " + name.substring(0, dot);
      if (!Sections.values(LineStyle.SPACE, text, "", "127.0.1.1").getLast().equals(names)) {
        hosts.put(edit(text, new MarkedLines.Edit.Set(names)));
      }
    }

    private SystemFile hosts() {
      return new SystemFile(host, "/etc/hosts");
    }

    private static String edit(String text, MarkedLines.Edit edit) {
      return MarkedLines.apply(LineStyle.SPACE, text, "127.0.1.1", edit);
    }

    @Override
    public Snapshot capture() throws IOException {
      var text = hosts().text().orElse("");
      var edit = MarkedLines.edit(LineStyle.SPACE, text, "127.0.1.1");
      var ours =
          edit instanceof MarkedLines.Edit.Set(var names)
              ? Optional.of(names)
              : Optional.<String>empty();
      return new Snapshot(read(), Details.of(List.of(ours)));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      if (!read().equals(before.value())) {
        set(before.value().isAbsent() ? "" : before.value().wire());
      }
      var ours = Details.parse(before.detail(), 1).getFirst();
      var text = hosts().text();
      if (text.isPresent()) {
        var edit = ours.<MarkedLines.Edit>map(MarkedLines.Edit.Set::new);
        hosts().put(edit(text.get(), edit.orElse(new MarkedLines.Edit.None())));
      }
    }

    @Override
    public Set<Path> files() {
      return Set.of(host.path("/etc/hostname"), host.path("/etc/hosts"));
    }
  }
}
