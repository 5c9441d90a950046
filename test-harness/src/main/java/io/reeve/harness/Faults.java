package io.reeve.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Trouble to order, shared by the fakes of one test. A fake reports each step it is about to take;
/// the chosen step then fails as a machine fails, or ends everything as a power cut does.
public final class Faults {
  /// The process is gone. An [Error], because nothing may catch it and tidy up.
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String step) {
      super("power cut at " + step);
    }
  }

  /// What happens when the power goes.
  @FunctionalInterface
  public interface Ending {
    /// Ends the process; may return only by throwing.
    void end(String step);
  }

  private final List<String> steps = new ArrayList<>();
  private final Ending ending;
  private int crashing = -1;
  private String failingStep = "";

  /// Trouble whose power cut is a [Crash].
  public Faults() {
    this(step -> {
      throw new Crash(step);
    });
  }

  /// @param ending what a power cut does, for example `Runtime.halt` in a process of its own
  public Faults(Ending ending) {
    this.ending = ending;
  }

  /// Fails every step whose text starts so, until [#heal].
  public Faults failOn(String prefix) {
    failingStep = prefix;
    return this;
  }

  /// Ends the process at the step of that number, counted from 0 from now on.
  public Faults crashAt(int step) {
    crashing = steps.size() + step;
    return this;
  }

  /// No more trouble.
  public Faults heal() {
    crashing = -1;
    failingStep = "";
    return this;
  }

  /// The steps taken so far, in words.
  public List<String> steps() {
    return List.copyOf(steps);
  }

  /// A fake is about to do this.
  ///
  /// @throws IOException when the step is to fail
  public void step(String what) throws IOException {
    int number = steps.size();
    steps.add(what);
    if (number == crashing) {
      ending.end(what);
    }
    if (!failingStep.isEmpty() && what.startsWith(failingStep)) {
      throw new IOException("injected fault at " + what);
    }
  }
}
