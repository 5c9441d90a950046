package io.reeve.platform.linux;

import io.reeve.core.spi.Commands;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The RHEL family's authselect(8): the stacks come from a profile with features that are on or
/// off, and a module's argument is in the module's own file.
///
/// It refuses where its files were changed by hand, and is never forced.
record Authselect(Host host) implements PamTool {
  static final String TOOL = "/usr/bin/authselect";
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @Override
  public Value read(PamFeature feature) throws IOException {
    var value = PamStack.read(host, feature);
    if (value.isAbsent()) {
      switchOf(feature);
    }
    return value;
  }

  /// The name of the feature in authselect's profile.
  private static String switchOf(PamFeature feature) throws NotApplicableException {
    return feature
        .authselect()
        .orElseThrow(() ->
            new NotApplicableException(
                "the authselect profile of this machine does without " + feature.module()));
  }

  @Override
  public void enable(PamFeature feature, String value) throws IOException {
    var conf = conf(feature);
    if (conf.isPresent()) {
      conf.get().write(Value.of(value));
    }
    if (PamStack.read(host, feature).isAbsent()) {
      run("enable-feature", switchOf(feature));
    }
  }

  @Override
  public void disable(PamFeature feature) throws IOException {
    if (!PamStack.read(host, feature).isAbsent()) {
      run("disable-feature", switchOf(feature));
    }
    var conf = conf(feature);
    if (conf.isPresent()) {
      conf.get().write(Value.absent());
    }
  }

  /// The module's argument in its file.
  private Optional<Mechanism.Point> conf(PamFeature feature) throws IOException {
    if (feature.conf().isEmpty()) {
      return Optional.empty();
    }
    var file = feature.conf().get();
    if (!Files.exists(host.path(file))) {
      throw new NotApplicableException(
          "%s of this release reads no %s, and authselect gives it no argument"
              .formatted(feature.module(), file));
    }
    var parameters =
        Map.of("file", file, "key", feature.argument().orElseThrow(), "style", "equals");
    return Optional.of(
        new KeywordFileMechanism(host).bind(new Address("keyword-file", parameters)));
  }

  private void run(String verb, String name) throws IOException {
    var result = command(List.of(verb, name));
    if (!result.ok()) {
      throw new OsException(
          "authselect " + verb + " " + name,
          result.exit(),
          (result.err() + " " + result.out()).strip().replace('\n', ' '));
    }
  }

  private Commands.Result command(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(TOOL));
    command.addAll(arguments);
    return host.commands().run(command, DEADLINE);
  }

  @Override
  public String capture(PamFeature feature) throws IOException {
    var conf = feature.conf().filter(file -> Files.exists(host.path(file)));
    return conf.isEmpty() ? "" : conf(feature).orElseThrow().capture().detail();
  }

  @Override
  public void restore(PamFeature feature, Value before, String detail) throws IOException {
    boolean on = !PamStack.read(host, feature).isAbsent();
    if (on && before.isAbsent()) {
      run("disable-feature", switchOf(feature));
    } else if (!on && !before.isAbsent()) {
      run("enable-feature", switchOf(feature));
    }
    if (!detail.isEmpty()) {
      conf(feature).orElseThrow().restore(new Mechanism.Snapshot(before, detail));
    }
  }

  @Override
  public Set<Path> files(PamFeature feature) {
    var files = new LinkedHashSet<Path>();
    PamStack.SYSTEM.forEach(stack -> files.add(host.path(stack)));
    files.add(host.path("/etc/authselect"));
    feature.conf().ifPresent(file -> files.add(host.path(file)));
    return files;
  }
}
