package io.reeve.platform.macos;

import io.reeve.core.files.Checks;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.regex.Pattern;

/// Parameters of the kernel, through sysctl(8). Parameter: `key`. macOS keeps none over a restart:
/// the agent sets them again when it starts.
final class SysctlMechanism implements Mechanism {
  private static final String SYSCTL = "/usr/sbin/sysctl";
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+){1,8}");
  private final Tools tools;

  SysctlMechanism(Tools tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return "sysctl";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var key = Checks.parameter(address, "key", KEY);
    tools.live("kernel");
    return new Place(tools, key);
  }

  /// A parameter, which always has a value.
  private record Place(Tools tools, String key) implements Point {
    @Override
    public Value read() throws IOException {
      var ran = tools.run(SYSCTL, "-n", key);
      if (!ran.ok()) {
        throw new NotApplicableException("this kernel has no parameter " + key);
      }
      return Value.of(ran.out().strip());
    }

    @Override
    public void write(Value value) throws IOException {
      if (!value.isAbsent() && !value.sameAs(read())) {
        tools.text(SYSCTL, key + "=" + Checks.line(value));
      }
    }
  }
}
