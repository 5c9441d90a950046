package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.EnrollRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Enrols the machine by itself when an [EnrolmentFile] is found, whether it was there before the
/// agent or comes later, and takes the secret out of the file when it has done its work. What fails
/// is tried again, at longer and longer intervals. On the loop.
final class ZeroTouch {
  private static final Logger LOG = LoggerFactory.getLogger(ZeroTouch.class);

  /// How often a machine that is not enrolled looks for the file.
  private static final Duration LOOK = Duration.ofSeconds(20);

  private static final Duration LONGEST = Duration.ofHours(1);

  private final EnrolmentFile file;
  private final Parts parts;
  private final Loop loop;
  private final Consumer<EnrollRequest> enrol;
  private Duration wait = LOOK;
  private String lastTrouble = "";

  /// @param enrol enrols, and waits for it; not on the loop
  ZeroTouch(EnrolmentFile file, Parts parts, Loop loop, Consumer<EnrollRequest> enrol) {
    this.file = file;
    this.parts = parts;
    this.loop = loop;
    this.enrol = enrol;
  }

  /// Looks whether there is something to do, and arranges for the next look, also when this one
  /// fails in a way that nobody foresaw.
  void look() {
    boolean begun = false;
    boolean enrolled = false;
    try {
      enrolled = parts.enrolment().current().isPresent();
      begun = enrolled ? forget() : begin();
      wait = begun ? wait : LOOK;
    } catch (IOException e) {
      trouble(file.path() + " is not used: " + e.getMessage());
    } finally {
      if (!begun) {
        again(enrolled ? LONGEST : LOOK);
      }
    }
  }

  private boolean forget() throws IOException {
    if (file.exists() && file.forgetSecret()) {
      LOG.info("this machine is enrolled: the secret in {} was removed", file.path());
    }
    return false;
  }

  private boolean begin() throws IOException {
    var request = file.exists() ? file.request() : Optional.<EnrollRequest>empty();
    request.ifPresent(this::begin);
    return request.isPresent();
  }

  private void begin(EnrollRequest request) {
    loop.aside(
        "reeve-enrol",
        () -> {
          try {
            enrol.accept(request);
            return "";
          } catch (AgentException e) {
            return Trouble.message(e) + " (" + e.hint() + ")";
          }
        },
        this::ended,
        () -> ended("a defect of the agent, which the log tells of"));
  }

  private void ended(String problem) {
    if (problem.isEmpty()) {
      LOG.info("enrolled as {} asks", file.path());
      look();
    } else {
      wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
      trouble("the enrolment that " + file.path() + " asks for failed: " + problem);
      again(wait);
    }
  }

  private void again(Duration delay) {
    loop.in(delay, new Trigger.ZeroTouch());
  }

  /// Said once and not at each look.
  private void trouble(String text) {
    if (!text.equals(lastTrouble)) {
      LOG.warn(text);
      lastTrouble = text;
    }
  }
}
