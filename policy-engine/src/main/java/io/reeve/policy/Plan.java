package io.reeve.policy;

import java.util.List;

/// What is to be done to the machine, in order. Steps that give a place back come first.
///
/// @param steps one for each place that is wanted or held
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /// Whether nothing has to be written.
  public boolean isQuiet() {
    return steps.stream()
        .noneMatch(step -> step instanceof Step.Write || step instanceof Step.Restore);
  }

  /// What is to be done with one place.
  public sealed interface Step {
    /// The place.
    Address address();

    /// The settings it is done for, by address; those that once wanted it when nobody does now.
    List<OmaUri> settings();

    /// Write the value, after the journal has `after`.
    ///
    /// @param value what to write
    /// @param seen what is there now
    /// @param drift whether someone else changed the place since we wrote it
    /// @param after what the journal holds from now on; its `before` is older than this write when
    ///   the place was held already
    record Write(
        Address address,
        List<OmaUri> settings,
        Value value,
        Value seen,
        boolean drift,
        Planner.Held after)
        implements Step {
      public Write {
        settings = List.copyOf(settings);
      }
    }

    /// Nobody wants the place any more and it still holds what we wrote: put back what was there
    /// before us and drop the hold.
    ///
    /// @param before the value there before us
    record Restore(Address address, List<OmaUri> settings, Value before) implements Step {
      public Restore {
        settings = List.copyOf(settings);
      }
    }

    /// Nobody wants the place any more and it is not ours to change: drop the hold, write nothing.
    ///
    /// @param reason why, for people
    record Leave(Address address, List<OmaUri> settings, String reason) implements Step {
      public Leave {
        settings = List.copyOf(settings);
      }
    }

    /// The place is as wanted: write nothing.
    ///
    /// @param after what the journal holds from now on
    record Keep(Address address, List<OmaUri> settings, Planner.Held after) implements Step {
      public Keep {
        settings = List.copyOf(settings);
      }
    }

    /// The place cannot be used now: write nothing, keep the hold if there is one.
    ///
    /// @param observation why: not applicable or unreadable
    record Skip(Address address, List<OmaUri> settings, Observation observation) implements Step {
      public Skip {
        settings = List.copyOf(settings);
      }
    }

    /// Two settings want the place differently: write nothing, keep the hold if there is one.
    ///
    /// @param reason who wants what, for people
    record Conflict(Address address, List<OmaUri> settings, String reason) implements Step {
      public Conflict {
        settings = List.copyOf(settings);
      }
    }
  }
}
