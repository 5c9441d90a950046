package io.reeve.core.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.approval.Approval;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Code;
import io.reeve.policy.OmaUri;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The brake that is another person's word.
final class GuardApprovalTest extends GuardStage {
  private String approval(String device, OmaUri action, Instant issued, Duration counts)
      throws GeneralSecurityException {
    return Approval.of(device, action.toString(), "", issued, issued.plus(counts))
        .sign(approver.getPrivate());
  }

  @Test
  void whereThereAreApproversTheServiceAloneIsRefusedWithAnAlert() {
    wantApproval();
    var reason = "this device needs the approval of a second person for it";
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Refused(Code.PERMISSION_DENIED, reason));
    assertThat(told()).singleElement().asString().contains("refused", reason);
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Refused(Code.PERMISSION_DENIED, reason));
    assertThat(ran).isEmpty();
  }

  @Test
  void withAnApprovalItIsDoneOnce() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    assertThat(brake(Verb.REPLACE, "Approval", token)).isEqualTo(new Reply.Done());
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Done());
    assertThat(exec("w2", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(brake(Verb.REPLACE, "Approval", token).toString())
        .contains("older than the last one used, or is that one");
    assertThat(ran).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          laptop-8 | 0    | 60   | for another device
          laptop-7 | -61  | 60   | has expired
          laptop-7 | 6    | 60   | comes from the future
          laptop-7 | 0    | 1441 | for longer than 24 hours
          """)
  void anApprovalThatDoesNotFitIsRefused(String device, int issued, int minutes, String why)
      throws Exception {
    wantApproval();
    var token = approval(device, WIPE, NOON.plusSeconds(60L * issued), Duration.ofMinutes(minutes));
    assertThat(brake(Verb.REPLACE, "Approval", token))
        .isInstanceOf(Reply.Refused.class)
        .asString()
        .contains(why);
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void anApprovalThatExpiresWhileItWaitsIsNoneAnyMore() throws Exception {
    wantApproval();
    brake(Verb.ADD, "Approval", approval("laptop-7", WIPE, NOON, Duration.ofMinutes(5)));
    now = NOON.plusSeconds(300);
    assertThat(exec("w", WIPE, "").toString()).contains("has expired");
  }

  @Test
  void aClockThatIsSetBackMakesNoApprovalCountAgain() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofMinutes(5));
    Guard.confirm(store.notes(), NOON.plusSeconds(600), NOON.plusSeconds(601));
    now = NOON;
    assertThat(brake(Verb.REPLACE, "Approval", token).toString()).contains("has expired");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 400000, a clock that was wrong",
    "400000, 1, a service that was wrong",
    "-9000, 1, a service that sets its clock back"
  })
  void aClockThatWasFarAheadOnceMakesNoApprovalImpossible(int theirs, int ours, String who)
      throws Exception {
    wantApproval();
    Guard.confirm(
        store.notes(), NOON.plus(Duration.ofHours(theirs)), NOON.plus(Duration.ofHours(ours)));
    now = NOON.plus(Duration.ofHours(400_000));
    runner().look();
    now = NOON.plus(Duration.ofHours(1));
    var token = approval("laptop-7", WIPE, now.minusSeconds(60), Duration.ofMinutes(5));
    assertThat(brake(Verb.REPLACE, "Approval", token)).isEqualTo(new Reply.Done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./Vendor/MSFT/RemoteWipe/doWipe",
        "./Device/vendor/MSFT/remotewipe/DOWIPE",
        "Device/Vendor/MSFT/RemoteWipe/doWipe"
      })
  void anApprovalIsForAnActionHoweverItsAddressIsSpelt(String address) throws Exception {
    wantApproval();
    var approval = Approval.of("laptop-7", address, "", NOON, NOON.plusSeconds(60));
    brake(Verb.REPLACE, "Approval", approval.sign(approver.getPrivate()));
    assertThat(exec("w", WIPE, "")).isEqualTo(new Reply.Done());
  }

  @Test
  void theEndOfTheEnrolmentIsOneActionWhicheverOfItsAddressesIsApproved() {
    var approval =
        Approval.of("d", "./Vendor/MSFT/DMClient/Provider/Example%20MDM/Unenroll", "", NOON, NOON);
    assertThat(approval.isFor(OmaUri.parse("./Device/Vendor/MSFT/DMClient/Unenroll"), "")).isTrue();
  }

  @Test
  void anApprovalForOneArgumentIsNoneForAnother() throws Exception {
    wantApproval();
    var approval = Approval.of("laptop-7", WIPE.toString(), "half", NOON, NOON.plusSeconds(60));
    brake(Verb.REPLACE, "Approval", approval.sign(approver.getPrivate()));
    assertThat(exec("w", WIPE, "all").toString()).contains("or for another argument");
    assertThat(exec("w2", WIPE, "half")).isEqualTo(new Reply.Done());
  }

  @Test
  void anApprovalThatWasUsedIsUsedUpAlsoForTheNextEnrolment() throws Exception {
    wantApproval();
    var token = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    brake(Verb.REPLACE, "Approval", token);
    exec("w", WIPE, "");
    Guard.forget(store.notes());
    ActionRunner.forget(store);
    assertThat(brake(Verb.REPLACE, "Approval", token).toString()).contains("older than the last");
  }

  @Test
  void anOlderApprovalIsRefusedOnceANewerOneWasUsed() throws Exception {
    wantApproval();
    var older = approval("laptop-7", WIPE, NOON.minusSeconds(60), Duration.ofHours(1));
    brake(Verb.REPLACE, "Approval", approval("laptop-7", WIPE, NOON, Duration.ofHours(1)));
    exec("w", WIPE, "");
    assertThat(brake(Verb.REPLACE, "Approval", older).toString()).contains("older than the last");
  }

  @Test
  void anApprovalForOneActionIsNoneForAnotherAndStaysForItsOwn() throws Exception {
    wantApproval();
    brake(Verb.REPLACE, "Approval", approval("laptop-7", ERASE, NOON, Duration.ofHours(1)));
    assertThat(exec("w", WIPE, "").toString()).contains("the approval is for " + ERASE);
    assertThat(exec("e", ERASE, "")).isEqualTo(new Reply.Done());
  }

  @Test
  void whatAStrangerSignedOrNobodyIsRefusedAndNothingOfItIsKept() throws Exception {
    wantApproval();
    var strange =
        Approval.of("laptop-7", WIPE.toString(), "", NOON, NOON.plusSeconds(60))
            .sign(pair().getPrivate());
    var good = approval("laptop-7", WIPE, NOON, Duration.ofHours(1));
    for (var token :
        List.of(strange, "", ".", "a.b", "%.%", good + "x", "A" + good, "x".repeat(5000))) {
      assertThat(brake(Verb.REPLACE, "Approval", token))
          .as(token)
          .isEqualTo(
              new Reply.Refused(
                  Code.PERMISSION_DENIED,
                  "the approval is of nobody whom this device knows as an approver"));
    }
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void anApproversKeyThatCannotBeReadClosesTheWayAndDoesNotOpenIt() {
    wantApproval();
    approvers = List.of();
    assertThat(exec("w", WIPE, "")).isInstanceOf(Reply.Refused.class);
    assertThat(ran).isEmpty();
  }

  @Test
  void theBrakesSayWhatTheyWant() {
    wantApproval();
    assertThat(brake(Verb.GET, "NeedsApproval", "").toString()).contains("true");
    assertThat(brake(Verb.GET, "HoldSeconds", "").toString()).contains("data=0");
    assertThat(brake(Verb.GET, "Held", "").toString()).contains("data=]");
    assertThat(brake(Verb.GET, "Approval", "").toString()).contains("not allowed");
    assertThat(brake(Verb.REPLACE, "HoldSeconds", "0").toString()).contains("not allowed");
    assertThat(brake(Verb.GET, "Nothing", "").toString()).contains("no such node");
  }
}
