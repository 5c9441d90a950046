package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A scratch root: nobody logs in there and no tool runs, so the profiles alone stand for the
/// feature. Stacks that it has, for it may be the copy of a machine, are read and left alone.
record PamRehearsal(Host host) implements PamTool {
  private boolean hasStacks() {
    return Files.exists(host.path("/etc/pam.d"));
  }

  @Override
  public Value read(PamFeature feature) throws IOException {
    if (hasStacks()) {
      return PamStack.read(host, feature);
    }
    var profiles = new PamProfiles(host, feature);
    if (!profiles.areThere()) {
      return Value.absent();
    }
    return Value.of(profiles.value().orElse(PamFeature.ON));
  }

  @Override
  public void enable(PamFeature feature, String value) throws IOException {
    refuseStacks();
    new PamProfiles(host, feature).put(value);
  }

  @Override
  public void disable(PamFeature feature) throws IOException {
    refuseStacks();
    new PamProfiles(host, feature).remove();
  }

  private void refuseStacks() throws NotApplicableException {
    if (hasStacks()) {
      throw new NotApplicableException("the PAM stacks of a scratch root are left alone");
    }
  }

  @Override
  public String capture(PamFeature feature) {
    return "";
  }

  @Override
  public void restore(PamFeature feature, Value before, String detail) throws IOException {
    if (before.isAbsent()) {
      disable(feature);
    } else {
      enable(feature, before.wire());
    }
  }

  @Override
  public Set<Path> files(PamFeature feature) {
    return new PamProfiles(host, feature).files();
  }
}
