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

  /// How far it has come.
  private static final class Progress {
    private Optional<Integer> detect = Optional.empty();
    private Optional<Integer> remediate = Optional.empty();
    private Optional<Integer> again = Optional.empty();
  }

  /// Runs it. Takes as long as the scripts take; whatever happens there is a result.
  public RemediationResult run() {
    var progress = new Progress();
    try {
      return undo ? takeBack(progress) : lookAndMend(progress);
    } catch (NotApplicableException e) {
      return result(Outcome.REFUSED, progress, "", reason(e));
    } catch (IOException e) {
      return result(Outcome.ERROR, progress, "", reason(e));
    } catch (RuntimeException | Error e) {
      LOG.error("a defect ended remediation {}", remediation.id(), e);
      return result(Outcome.ERROR, progress, "", "a defect of the agent: " + e);
    }
  }

  /// Whether the script that mends was begun, by what came of the run.
  boolean hasMended(RemediationResult result) {
    return !undo
        && remediation.has("Remediate")
        && result.detect().equals(Optional.of(TO_MEND))
        && result.outcome() != Outcome.REFUSED;
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  private RemediationResult takeBack(Progress progress) throws IOException {
    var ran = run("Undo");
    progress.remediate = Optional.of(ran.exit());
    var outcome = ran.exit() == WELL ? Outcome.REMEDIATED : Outcome.FAILED;
    return result(outcome, progress, ran.output(), late(ran, "Undo"));
  }

  private RemediationResult lookAndMend(Progress progress) throws IOException {
    var looked = run("Detect");
    progress.detect = Optional.of(looked.exit());
    if (looked.exit() != TO_MEND || !remediation.has("Remediate")) {
      var outcome =
          switch (looked.exit()) {
            case WELL -> Outcome.COMPLIANT;
            case TO_MEND -> Outcome.FOUND;
            default -> Outcome.ERROR;
          };
      return result(outcome, progress, looked.output(), late(looked, "Detect"));
    }
    var mended = run("Remediate");
    progress.remediate = Optional.of(mended.exit());
    if (mended.exit() != WELL) {
      return result(Outcome.FAILED, progress, mended.output(), late(mended, "Remediate"));
    }
    var again = run("Detect");
    progress.again = Optional.of(again.exit());
    return result(
        again.exit() == WELL ? Outcome.REMEDIATED : Outcome.FAILED,
        progress,
        again.output().isEmpty() ? mended.output() : again.output(),
        late(again, "Detect"));
  }

  private Ran run(String name) throws IOException {
    return scripts.run(remediation.script(name, folder));
  }

  private RemediationResult result(
      Outcome outcome, Progress progress, String output, String detail) {
    return new RemediationResult(
        outcome, progress.detect, progress.remediate, progress.again, output, detail, at);
  }

  private static String late(Ran ran, String name) {
    return ran.exit() == Ran.LATE ? name + " did not end in time and was ended" : "";
  }
}
