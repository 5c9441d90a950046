package io.reeve.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SddlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
        "O:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)",
        "O:BAD:AI(A;OICIID;FA;;;SY)(A;OICIIOID;GA;;;CO)(D;;FA;;;WD)(A;;FR;;;AU)",
      })
  void aListOfTheSystemAndItsAdministratorsIsClosed(String descriptor) {
    assertThat(Sddl.othersWhoMayWrite(descriptor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "O:BAD:AI(A;OICIID;FA;;;SY)(A;CIID;DCLCRPCR;;;BU)              | BU may write",
        "O:BAD:P(A;;FA;;;SY)(A;;0x1301bf;;;S-1-5-21-1-2-3-1001)        | S-1-5-21-1-2-3-1001 may write",
        "O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;SY)                          | S-1-5-21-1-2-3-1001 owns it",
        "O:BA                                                          | it has no access list",
        "O:BAD:NO_ACCESS_CONTROL                                       | it has no access list",
        "D:P(A;;FA;;;SY)                                               | it has no owner",
        "O:BAD:P(XA;;FW;;;WD;(Member_of {SID(BA)}))                    | WD may write",
      })
  void whoElseMayWriteIsNamed(String descriptor, String who) {
    assertThat(Sddl.othersWhoMayWrite(descriptor)).contains(who);
  }
}
