package io.reeve.platform.linux;

import io.reeve.core.files.LineStyle;
import io.reeve.core.files.Sections;
import io.reeve.core.files.SystemFile;
import io.reeve.core.spi.Glance;
import io.reeve.core.spi.Host;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The shared PAM stacks: which modules are in them, and with which arguments.
final class PamStack {
  private static final List<String> TYPES = List.of("auth", "account", "password", "session");

  /// The RHEL family's; Arch and others have the first. What comes through one does not come
  /// through the other.
  static final List<String> SYSTEM = List.of("/etc/pam.d/system-auth", "/etc/pam.d/password-auth");

  /// What the module takes when neither the stack nor its file says.
  private static final String DEFAULT_REMEMBER = "10";

  private PamStack() {}

  /// Debian's: one for each type.
  static String common(String type) {
    return "/etc/pam.d/common-" + type;
  }

  static boolean isDebian(Host host) throws IOException {
    return new SystemFile(host, common("auth")).bytes().isPresent();
  }

  /// Every stack there is.
  static List<String> all() {
    var all = new ArrayList<>(TYPES.stream().map(PamStack::common).toList());
    all.addAll(SYSTEM);
    return all;
  }

  /// The feature as the stacks have it.
  static Value read(Host host, PamFeature feature) throws IOException {
    var found = new ArrayList<PamLine>();
    for (var line : feature.lines()) {
      for (var stack : stacks(host, line.type())) {
        var at =
            lines(host, stack).stream().filter(each -> line.isAs(each, feature.module())).toList();
        if (at.isEmpty()) {
          return Value.absent();
        }
        found.addAll(at);
      }
    }
    return found.isEmpty() ? Value.absent() : Value.of(value(host, feature, found));
  }

  private static List<String> stacks(Host host, String type) throws IOException {
    if (isDebian(host)) {
      return List.of(common(type));
    }
    var there = new ArrayList<String>();
    for (var stack : SYSTEM) {
      if (new SystemFile(host, stack).bytes().isPresent()) {
        there.add(stack);
      }
    }
    return there;
  }

  /// The argument that lines have; of several, the first that is not as the others, so that a
  /// difference is seen.
  private static String value(Host host, PamFeature feature, List<PamLine> found)
      throws IOException {
    if (feature.argument().isEmpty()) {
      return PamFeature.ON;
    }
    var name = feature.argument().get();
    var conf = feature.conf().isEmpty() ? Optional.<String>empty() : conf(host, feature, name);
    var values =
        found.stream()
            .map(line -> line.argument(name).or(() -> conf).orElse(DEFAULT_REMEMBER))
            .distinct()
            .toList();
    return String.join(" and ", values);
  }

  private static Optional<String> conf(Host host, PamFeature feature, String name)
      throws IOException {
    var conf = new SystemFile(host, feature.conf().orElseThrow());
    var values = Sections.values(LineStyle.EQUALS, conf, "", name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /// Where the module is, whatever for: lines as people write them, with the stack's name.
  static List<String> traces(Host host, PamFeature feature) throws IOException {
    var traces = new ArrayList<String>();
    for (var stack : all()) {
      for (var line : lines(host, stack)) {
        if (line.module().equals(feature.module())) {
          traces.add(stack + ": " + line.module() + " " + String.join(" ", line.arguments()));
        }
      }
    }
    return traces;
  }

  /// The value of a module's `key=` argument in any stack, which beats its configuration file.
  static Optional<String> argument(Host host, String module, String key) throws IOException {
    for (var stack : all()) {
      for (var line : lines(host, stack)) {
        var argument = line.module().equals(module) ? line.argument(key) : Optional.<String>empty();
        if (argument.isPresent()) {
          return argument;
        }
      }
    }
    return Optional.empty();
  }

  static List<PamLine> lines(Host host, String stack) throws IOException {
    return Glance.ask(new Lines(new SystemFile(host, stack)));
  }

  private record Lines(SystemFile stack) implements Glance.Question<List<PamLine>> {
    @Override
    public List<PamLine> answer() throws IOException {
      return PamLine.parse(stack.text().orElse(""));
    }
  }
}
