package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.Views;
import io.reeve.enroll.Enroller;
import io.reeve.enroll.EnrollmentResult;
import io.reeve.enroll.KeyHomeException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Enrols this machine and ends its enrolment, for somebody who waits for that. The network is
/// waited for on the asker's thread.
final class EnrolmentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);

  private final Parts parts;
  private final Loop loop;
  private final Sessions sessions;
  private final Asker asker;
  private final AtomicBoolean enrolling = new AtomicBoolean();

  EnrolmentDesk(Parts parts, Loop loop, Sessions sessions) {
    this.parts = parts;
    this.loop = loop;
    this.sessions = sessions;
    this.asker = Asker.of(parts, loop);
  }

  /// @param session has the first session, where no daemon would
  Views.Enrolled enroll(EnrollRequest request, Runnable session) {
    if (!enrolling.compareAndSet(false, true)) {
      throw new AgentException(
          Kind.FAILED, "an enrolment is under way (0x80180009)", "wait for it to end");
    }
    try {
      refuseSecondEnrolment();
      var facts = Facts.of(parts, loop);
      var result =
          new Enroller(parts.exchange(), parts.keys(), parts.clock())
              .enroll(Enrolling.request(request, facts));
      return switch (result) {
        case EnrollmentResult.Enrolled enrolled -> enrolled(enrolled, session);
        case EnrollmentResult.Refused(String code, String sentence, String hint, boolean _) ->
            throw new AgentException(Kind.REFUSED, sentence + " (" + code + ")", hint);
      };
    } catch (IOException e) {
      throw Trouble.of(e);
    } catch (KeyHomeException e) {
      throw Trouble.of(e);
    } finally {
      enrolling.set(false);
    }
  }

  private void refuseSecondEnrolment() {
    asker
        .ask(parts.enrolment()::current)
        .ifPresent(account -> {
          throw new AgentException(
              Kind.FAILED,
              "this machine is already enrolled with %s (0x8018000A)"
                  .formatted(account.servers().getFirst()),
              "run 'reeve unenroll' first");
        });
  }

  private Views.Enrolled enrolled(EnrollmentResult.Enrolled enrolled, Runnable session) {
    var view = asker.ask(() -> begin(enrolled));
    if (!parts.daemon()) {
      firstSession(session);
    }
    return new Views.Enrolled(view);
  }

  private Views.Account begin(EnrollmentResult.Enrolled enrolled) {
    parts.enrolment().begin(enrolled.account());
    parts.report().forget();
    new LedgerHead(parts.store()).forget();
    parts
        .store()
        .history()
        .add(
            "enrolled",
            enrolled.account().servers().getFirst().toString(),
            "Enrolled with %s; the key is %s."
                .formatted(enrolled.account().name(), enrolled.where()));
    sessions.arrange();
    parts.store().copy();
    if (parts.daemon()) {
      loop.post(new Trigger.Report());
      loop.post(new Trigger.Poll());
    }
    return AccountView.of(parts, enrolled.account());
  }

  /// Without a daemon nobody would begin the session that follows an enrolment. The enrolment
  /// stands however it ends.
  private static void firstSession(Runnable session) {
    try {
      session.run();
    } catch (AgentException e) {
      LOG.warn("the first session did not end well: {} ({})", Trouble.message(e), e.hint());
    }
  }

  Views.Unenrolled unenroll() {
    return asker.await(
        asker.ask(() -> {
          requireEnrolment();
          return sessions.depart();
        }));
  }

  /// On the loop.
  ///
  /// @throws AgentException when this machine is not enrolled
  void requireEnrolment() {
    if (parts.enrolment().current().isEmpty()) {
      throw new AgentException(
          Kind.NOT_ENROLLED, "this machine is not enrolled", "run 'reeve enroll'");
    }
  }
}
