package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// A machine whose stacks no tool writes: what the distribution has put there counts, and nothing
/// is changed.
record PamUnowned(Host host) implements PamTool {
  @Override
  public Value read(PamFeature feature) throws IOException {
    var value = PamStack.read(host, feature);
    if (value.isAbsent()) {
      throw refusal(feature);
    }
    return value;
  }

  @Override
  public void enable(PamFeature feature, String value) throws IOException {
    throw refusal(feature);
  }

  @Override
  public void disable(PamFeature feature) throws IOException {
    throw refusal(feature);
  }

  private static NotApplicableException refusal(PamFeature feature) {
    return new NotApplicableException(
        "neither pam-auth-update nor authselect is installed, and %s is not put into the PAM stacks by hand"
            .formatted(feature.module()));
  }

  @Override
  public String capture(PamFeature feature) {
    return "";
  }

  @Override
  public void restore(PamFeature feature, Value before, String detail) {
    // Nothing was changed.
  }

  @Override
  public Set<Path> files(PamFeature feature) {
    return PamStack.all().stream().map(host::path).collect(Collectors.toSet());
  }
}
