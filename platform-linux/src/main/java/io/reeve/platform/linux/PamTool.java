package io.reeve.platform.linux;

import io.reeve.core.spi.Mechanism;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Whoever owns the PAM stacks of this machine, and puts modules there.
interface PamTool {
  /// Whether the feature is in the stacks: its argument, or [PamFeature#ON]; absent when it is not,
  /// or not whole.
  Value read(PamFeature feature) throws IOException;

  /// Has it put there, with that argument.
  ///
  /// @throws IOException when the owner refuses, or somebody else has put it there otherwise; the
  ///   stacks are then as they were, and where the owner refuses that too, what is needed to take
  ///   it out again stays
  void enable(PamFeature feature, String value) throws IOException;

  /// Has it taken out.
  ///
  /// @throws IOException when the owner refuses, or it is there by somebody else's doing
  void disable(PamFeature feature) throws IOException;

  /// What is needed to make the stacks again what they are.
  String capture(PamFeature feature) throws IOException;

  void restore(PamFeature feature, Value before, String detail) throws IOException;

  /// Tells when something that was waited for is over.
  default Mechanism.Watch watch(Mechanism.Listener listener) {
    return () -> {};
  }

  /// The files whose change may mean drift.
  Set<Path> files(PamFeature feature);
}
