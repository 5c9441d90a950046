package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.files.GivenName;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.platform.macos.SystemNames.Kind;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The Mac's names: all three are set to the one that is asked for, which may have the macros of
/// [GivenName]. Read back are the kernel's name, what people see, and the name in the local
/// network, to which macOS adds a number where another machine has it already.
final class HostnameMechanism implements Mechanism {
  private static final String CHANGED = "com.apple.system.hostname";
  private final Tools tools;
  private final SystemNames names;
  private final GivenName.SerialNumber serial;
  private final Notifications notifications;

  HostnameMechanism(
      Tools tools, SystemNames names, GivenName.SerialNumber serial, Notifications notifications) {
    this.tools = tools;
    this.names = names;
    this.serial = serial;
    this.notifications = notifications;
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
    tools.live("name");
    return new Place();
  }

  @Override
  public Watch watch(Listener listener) throws IOException {
    return notifications.watch(CHANGED, listener);
  }

  private final class Place implements Point {
    @Override
    public Value read() throws IOException {
      var set = names.setHostName();
      if (set.isEmpty() || !isWhole(set.get())) {
        return Value.absent();
      }
      var given = GivenName.load(tools.host()).filter(one -> one.name().equals(set.get()));
      return Value.of(given.map(GivenName::asked).orElse(set.get()));
    }

    private boolean isWhole(String name) throws IOException {
      var label = label(name);
      return names.name(Kind.HOST).equals(Optional.of(name))
          && names.name(Kind.COMPUTER).equals(Optional.of(label))
          && names.name(Kind.LOCAL_HOST).filter(now -> isNumbered(now, label)).isPresent();
    }

    private static boolean isNumbered(String name, String label) {
      return name.equals(label)
          || (name.startsWith(label + "-") && name.substring(label.length() + 1).matches("\\d+"));
    }

    private static String label(String name) {
      int dot = name.indexOf('.');
      return dot < 0 ? name : name.substring(0, dot);
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.isAbsent()) {
        if (names.setHostName().isPresent()) {
          names.set(Kind.HOST, Optional.empty());
        }
        GivenName.forget(tools.host());
        return;
      }
      var asked = Checks.line(value);
      var known = GivenName.load(tools.host()).filter(one -> one.asked().equals(asked));
      var given = known.isPresent() ? known.get() : GivenName.of(asked, serial);
      GivenName.keep(tools.host(), given);
      var label = Optional.of(label(given.name()));
      if (!names.name(Kind.COMPUTER).equals(label)) {
        names.set(Kind.COMPUTER, label);
      }
      if (names.name(Kind.LOCAL_HOST).filter(now -> isNumbered(now, label.get())).isEmpty()) {
        names.set(Kind.LOCAL_HOST, label);
      }
      if (!names.setHostName().equals(Optional.of(given.name()))) {
        names.set(Kind.HOST, Optional.of(given.name()));
      }
    }

    @Override
    public Snapshot capture() throws IOException {
      var before = new ArrayList<Optional<String>>();
      before.add(GivenName.load(tools.host()).map(GivenName::json));
      before.add(names.name(Kind.COMPUTER));
      before.add(names.name(Kind.LOCAL_HOST));
      before.add(names.setHostName());
      return new Snapshot(read(), Details.of(before));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 4);
      back(Kind.COMPUTER, names.name(Kind.COMPUTER), detail.get(1));
      back(Kind.LOCAL_HOST, names.name(Kind.LOCAL_HOST), detail.get(2));
      back(Kind.HOST, names.setHostName(), detail.get(3));
      var given = detail.get(0);
      if (given.isPresent() && GivenName.parse(given.get()).isPresent()) {
        GivenName.keep(tools.host(), GivenName.parse(given.get()).get());
      } else {
        GivenName.forget(tools.host());
      }
    }

    private void back(Kind kind, Optional<String> now, Optional<String> before) throws IOException {
      if (!now.equals(before)) {
        names.set(kind, before);
      }
    }

    @Override
    public Set<Path> files() {
      return Set.copyOf(
          List.of(
              tools.host().path("/Library/Preferences/SystemConfiguration/preferences.plist"),
              tools.host().path(GivenName.FILE)));
    }
  }
}
