package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A feature in the PAM stacks: without its module there, a module's configuration file is read by
/// nobody.
///
/// Parameter: `feature`, one of [PamFeature]. The value is the module's argument, or `on`. The
/// stacks are written by whoever owns them, pam-auth-update or authselect, and read here; where
/// nobody owns them nothing is written, and a feature that the distribution has there already is
/// left as it is.
final class PamMechanism implements Mechanism {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  /// cracklib's words, without which pam_pwquality refuses every password.
  private static final List<String> DICTIONARIES =
      List.of(
          "/var/cache/cracklib/cracklib_dict.pwd",
          "/usr/share/cracklib/pw_dict.pwd",
          "/usr/share/cracklib/pw_dict.pwd.gz",
          "/usr/lib/cracklib_dict.pwd",
          "/usr/lib/cracklib_dict.pwd.gz");

  private final Host host;
  private final PamTool tool;

  PamMechanism(Host host) {
    this(host, owner(host));
  }

  PamMechanism(Host host, PamTool tool) {
    this.host = host;
    this.tool = tool;
  }

  private static PamTool owner(Host host) {
    if (host.isScratch()) {
      return new PamRehearsal(host);
    }
    if (Files.isExecutable(host.path(PamAuthUpdate.TOOL))) {
      return new PamAuthUpdate(host);
    }
    return Files.isExecutable(host.path(Authselect.TOOL))
        ? new Authselect(host)
        : new PamUnowned(host);
  }

  @Override
  public String name() {
    return "pam";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var feature = PamFeature.of(address.parameter("feature"));
    if (!host.isScratch()) {
      requireModule(feature);
    }
    if (feature.equals(PamFeature.PWQUALITY)) {
      requireDictionary();
    }
    return new Place(tool, feature);
  }

  @Override
  public Watch watch(Listener listener) {
    return tool.watch(listener);
  }

  private void requireModule(PamFeature feature) throws NotApplicableException {
    var module = "/security/" + feature.module();
    for (var folder : List.of("/usr/lib", "/lib", "/usr/lib64", "/lib64")) {
      if (Files.exists(host.path(folder + module))) {
        return;
      }
    }
    try (var folders = Files.newDirectoryStream(host.path("/usr/lib"), "*-linux-*")) {
      for (var folder : folders) {
        if (Files.exists(folder.resolve(module.substring(1)))) {
          return;
        }
      }
    } catch (IOException e) {
      throw new NotApplicableException("/usr/lib cannot be read: " + e.getMessage());
    }
    throw new NotApplicableException(
        feature.module() + " is not installed (package " + feature.packaged() + ")");
  }

  /// A dictionary check without a dictionary refuses every new password.
  private void requireDictionary() throws NotApplicableException {
    boolean there = DICTIONARIES.stream().anyMatch(file -> Files.exists(host.path(file)));
    if (there || (host.isScratch() && !Files.exists(host.path("/etc/pam.d")))) {
      return;
    }
    try {
      var layout = new Families.Pwquality().layout(new Address("pwquality", java.util.Map.of()));
      var check = layout.values(host, "", "dictcheck");
      var path = layout.values(host, "", "dictpath");
      boolean off = !check.isEmpty() && check.getLast().equals("0");
      if (!off && path.isEmpty()) {
        throw new NotApplicableException(
            "no cracklib dictionary is installed (package cracklib-runtime), and pam_pwquality.so"
                + " would refuse every new password");
      }
    } catch (NotApplicableException e) {
      throw e;
    } catch (IOException e) {
      throw new NotApplicableException("pwquality.conf cannot be read: " + e.getMessage());
    }
  }

  /// A feature.
  private record Place(PamTool tool, PamFeature feature) implements Point {
    @Override
    public Value read() throws IOException {
      return tool.read(feature);
    }

    @Override
    public void write(Value value) throws IOException {
      if (value.sameAs(read())) {
        return;
      }
      if (value.isAbsent()) {
        tool.disable(feature);
        return;
      }
      boolean good =
          feature.argument().isPresent()
              ? NUMBER.matcher(value.wire()).matches()
              : value.wire().equals(PamFeature.ON);
      if (!good) {
        throw new IOException("'%s' is no value of %s".formatted(value.wire(), feature.module()));
      }
      tool.enable(feature, value.wire());
    }

    @Override
    public Snapshot capture() throws IOException {
      return new Snapshot(read(), tool.capture(feature));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      tool.restore(feature, before.value(), before.detail());
    }

    @Override
    public Set<Path> files() {
      return tool.files(feature);
    }
  }
}
