package io.reeve.core.script;

import io.reeve.core.script.RemediationResult.Outcome;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Scripts;
import io.reeve.core.spi.Scripts.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run, beside the loop: look, mend when there is something to mend, look again. The exit codes
/// are those that administrators know: a script that looks ends with 0 when all is well and with 1
/// when there is something to mend; anything else is an error.
///
/// @param remediation what to run
/// @param undo whether what was mended is to be taken back instead
/// @param scripts runs scripts
/// @param folder where scripts may have a folder
/// @param at when it begins
public record RemediationRun(
    Remediation remediation, boolean undo, Scripts scripts, Path folder, Instant at) {
  private static final Logger LOG = LoggerFactory.getLogger(RemediationRun.class);
  private static final int WELL = 0;
  private static final int TO_MEND = 1;

  /// Runs it. Takes as long as the scripts take.
  public RemediationResult run() {
    try {
      return undo ? takeBack() : lookAndMend();
    } catch (NotApplicableException e) {
      return RemediationResult.of(Outcome.REFUSED, reason(e), at);
    } catch (IOException e) {
      return RemediationResult.of(Outcome.ERROR, reason(e), at);
    } catch (RuntimeException e) {
      LOG.error("a defect ended remediation {}", remediation.id(), e);
      return RemediationResult.of(Outcome.ERROR, "a defect of the agent: " + e, at);
    }
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  private RemediationResult takeBack() throws IOException {
    var ran = run("Undo");
    return new RemediationResult(
        ran.exit() == WELL ? Outcome.REMEDIATED : Outcome.FAILED,
        Optional.empty(),
        Optional.of(ran.exit()),
        Optional.empty(),
        ran.output(),
        late(ran, "Undo"),
        at);
  }

  private RemediationResult lookAndMend() throws IOException {
    var looked = run("Detect");
    var detect = Optional.of(looked.exit());
    if (looked.exit() != TO_MEND || !remediation.has("Remediate")) {
      var outcome =
          switch (looked.exit()) {
            case WELL -> Outcome.COMPLIANT;
            case TO_MEND -> Outcome.FOUND;
            default -> Outcome.ERROR;
          };
      return result(outcome, detect, Optional.empty(), Optional.empty(), looked, "Detect");
    }
    var mended = run("Remediate");
    var remediate = Optional.of(mended.exit());
    if (mended.exit() != WELL) {
      return result(Outcome.FAILED, detect, remediate, Optional.empty(), mended, "Remediate");
    }
    var again = run("Detect");
    return result(
        again.exit() == WELL ? Outcome.REMEDIATED : Outcome.FAILED,
        detect,
        remediate,
        Optional.of(again.exit()),
        again.output().isEmpty() ? new Ran(again.exit(), mended.output()) : again,
        "Detect");
  }

  private Ran run(String name) throws IOException {
    return scripts.run(remediation.script(name, folder));
  }

  private RemediationResult result(
      Outcome outcome,
      Optional<Integer> detect,
      Optional<Integer> remediate,
      Optional<Integer> again,
      Ran last,
      String name) {
    return new RemediationResult(
        outcome, detect, remediate, again, last.output(), late(last, name), at);
  }

  private static String late(Ran ran, String name) {
    return ran.exit() == Ran.LATE ? name + " did not end in time and was ended" : "";
  }
}
