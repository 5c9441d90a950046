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
        "O:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;FX;;;AU)",
        "O:SYG:SYD:P(A;OICI;FA;;;SY)(A;;0x1200a0;;;BU)",
        "O:BAD:AI(A;OICIID;FA;;;SY)(A;OICIIOID;GA;;;CO)(D;;FA;;;WD)(A;;WPLORC;;;AU)",
        "O:BAD:P",
        "O:SYD:" + "P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;FX;;;AU)",
      })
  void aListOfTheSystemAndItsAdministratorsIsClosed(String descriptor) {
    assertThat(Sddl.others(descriptor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "O:BAD:AI(A;OICIID;FA;;;SY)(A;CIID;DCLCRPCR;;;BU)              | users may write",
        "O:SYD:P(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)                 | users may read",
        "O:BAD:AI(A;OICIID;FA;;;SY)(A;;FR;;;AU)                        | everybody who signs in may read",
        "O:BAD:P(A;OICIIO;GA;;;WD)                                     | everybody may write",
        "O:BAD:P(A;OICIIO;GR;;;IU)                                     | whoever is at the machine may read",
        "O:BAD:P(A;;FA;;;SY)(A;;0x1301bf;;;S-1-5-21-1-2-3-1001)        | S-1-5-21-1-2-3-1001 may write",
        "O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;SY)                          | S-1-5-21-1-2-3-1001 owns it",
        "O:BA                                                          | it has no access list",
        "O:BAD:NO_ACCESS_CONTROL                                       | it has no access list",
        "O:BAD:PNO_ACCESS_CONTROL                                      | it has no access list",
        "D:P(A;;FA;;;SY)                                               | it has no owner",
        "O:BAD:P(A;;XY;;;WD)                                           | everybody may write",
        "O:BAD:P(A;;FA;;;SY)(A;;FA)                                    | its access list is not understood: (A;;FA)",
        "O:BAD:P(A;;FA;;;SY)(XA;;FW;;;WD;(Member_of {SID(BA)}))        | its access list is not understood: (XA;;FW;;;WD;(Member_of {SID(BA)}))",
      })
  void whoElseMayReadOrWriteIsNamed(String descriptor, String who) {
    assertThat(Sddl.others(descriptor)).contains(who);
  }

  /// The root of the drive as Windows makes it, and `Program Files`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
            + "D:PAI(A;;LC;;;AU)(A;OICIIO;SDGXGWGR;;;AU)(A;;FA;;;SY)(A;OICIIO;GA;;;SY)"
            + "(A;OICIIO;GA;;;BA)(A;;FA;;;BA)(A;OICI;0x1200a9;;;BU)",
        "O:SYD:PAI(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICI;0x1200a9;;;BU)"
            + "(A;OICIIO;GA;;;CO)(A;CI;DCLC;;;BU)",
      })
  void whoMayOnlyAddToAFolderExchangesNothing(String descriptor) {
    assertThat(Sddl.exchangers(descriptor)).isEmpty();
  }

  /// A folder somebody made on the drive, which hands down to it that all who sign in may change
  /// it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "O:BAD:AI(A;ID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU) | everybody who signs in may write",
        "O:BAD:P(A;;FA;;;SY)(A;;DT;;;BU)          | users may write",
        "O:BAD:P(A;;FA;;;SY)(A;CI;SD;;;BU)        | users may write",
        "O:BAD:P(A;;FA;;;SY)(A;;WD;;;BU)          | users may write",
        "O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;SY)     | S-1-5-21-1-2-3-1001 owns it",
      })
  void whoMayRenameOrRemoveExchanges(String descriptor, String who) {
    assertThat(Sddl.exchangers(descriptor)).contains(who);
  }

  @ParameterizedTest
  @ValueSource(strings = {NativeRights.PRIVATE})
  void theListOfTheAgentsOwnFolderIsClosed(String list) {
    assertThat(Sddl.others("O:SY" + list)).isEmpty();
  }
}
