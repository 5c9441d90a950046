package io.reeve.harness.lab;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Hands each request to whom it concerns.
final class LabService {
  private final EnrolmentService enrolment;
  private final SignInPage signIn;
  private final ManagementService management;
  private final Hints hints;
  private final AdminApi api;
  private final ConsolePages console = new ConsolePages();

  LabService(
      EnrolmentService enrolment,
      SignInPage signIn,
      ManagementService management,
      Hints hints,
      AdminApi api) {
    this.enrolment = enrolment;
    this.signIn = signIn;
    this.management = management;
    this.hints = hints;
    this.api = api;
  }

  CompletionStage<WebReply> serve(WebRequest request) {
    if (request.path().startsWith(AdminApi.PREFIX)) {
      return api.serve(request);
    }
    if (request.path().startsWith(ConsolePages.PREFIX) || request.path().equals("/")) {
      return now(console.serve(request));
    }
    return switch (request.path()) {
      case Hints.PATH -> hints.serve(request);
      case EnrolmentService.DISCOVERY -> now(enrolment.discover(request));
      case EnrolmentService.POLICIES -> now(enrolment.policies(request));
      case EnrolmentService.ENROLL -> now(enrolment.enroll(request));
      case SignInPage.PATH -> now(signIn.serve(request));
      case ManagementService.PATH -> now(management.serve(request));
      default ->
          now(
              WebReply.error(
                  404,
                  "nothing is served at " + request.path(),
                  "enrolment begins at " + EnrolmentService.DISCOVERY));
    };
  }

  private static CompletionStage<WebReply> now(WebReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
