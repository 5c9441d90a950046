package io.reeve.core.tree;

import static io.reeve.core.tree.AccountNode.readable;
import static io.reeve.core.tree.AccountNode.writable;

import io.reeve.enroll.DmAccount.RenewalPlan;
import io.reeve.enroll.RenewalState;
import io.reeve.policy.Format;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `CertificateStore/MY/WSTEP/...`: the device's certificate and its renewal.
final class WstepNodes {
  private static final int MOST_DAYS = 1000;

  private WstepNodes() {}

  static List<AccountNode> all(AccountPort port) {
    return List.of(
        readable("CertThumprint", Format.CHR, _ -> port.thumbprint()),
        writable(
            "Renew/RenewPeriod",
            Format.INT,
            draft -> Optional.of(Long.toString(draft.renewal.period().toDays())),
            (draft, text) -> draft.renewal(Optional.of(days(text)), Optional.empty())),
        writable(
            "Renew/RetryInterval",
            Format.INT,
            draft -> Optional.of(Long.toString(draft.renewal.retryInterval().toDays())),
            (draft, text) -> draft.renewal(Optional.empty(), Optional.of(days(text)))),
        writable(
            "Renew/ServerURL",
            Format.CHR,
            draft -> draft.renewal.server().map(Object::toString),
            (draft, text) ->
                draft.renewal =
                    new RenewalPlan(
                        draft.renewal.period(),
                        draft.renewal.retryInterval(),
                        text.isBlank()
                            ? Optional.empty()
                            : Optional.of(DmClientNodes.address(text)))),
        writable(
            "Renew/ROBOSupport",
            Format.BOOL,
            _ -> Optional.of("true"),
            (_, text) -> {
              if (!Numbers.truth(text)) {
                throw new IllegalArgumentException("there is no other renewal than ROBO");
              }
            }),
        readable("Renew/Status", Format.INT, _ -> Optional.of(status(port.renewal().status()))),
        readable(
            "Renew/ErrorCode",
            Format.INT,
            _ -> Optional.of(Integer.toString(port.renewal().errorCode()))),
        readable(
            "Renew/LastRenewalAttemptTime",
            Format.TIME,
            _ -> port.renewal().lastTry().map(Object::toString)));
  }

  private static String status(RenewalState.Status status) {
    return switch (status) {
      case NOT_STARTED -> "0";
      case IN_PROGRESS -> "1";
      case SUCCEEDED -> "2";
      case FAILED -> "3";
    };
  }

  private static Duration days(String text) {
    return Duration.ofDays(Numbers.within(text, 1, MOST_DAYS));
  }
}
