package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;

/// `tpm_info`: the TPM, as far as the kernel tells without talking to it.
final class TpmInfoTable implements Table<TpmInfoTable.Row> {
  private static final String TPM = "/sys/class/tpm/tpm0";
  private final Facts facts;

  record Row(
      Optional<Long> activated,
      Optional<Long> enabled,
      Optional<Long> owned,
      Optional<String> manufacturerVersion,
      Optional<Long> manufacturerId,
      Optional<String> manufacturerName,
      Optional<String> productName,
      Optional<String> physicalPresenceVersion,
      Optional<String> specVersion) {}

  TpmInfoTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "tpm_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public Pace pace() {
    return Pace.FIXED;
  }

  @Override
  public List<Row> read() throws NotApplicableException {
    if (!facts.exists(TPM)) {
      throw new NotApplicableException("this machine has no TPM");
    }
    return List.of(
        new Row(
            facts.number(TPM + "/device/active"),
            facts.number(TPM + "/device/enabled"),
            facts.number(TPM + "/device/owned"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            facts.attribute(TPM + "/device/description"),
            facts.attribute(TPM + "/ppi/version"),
            facts.attribute(TPM + "/tpm_version_major").map(TpmInfoTable::specification)));
  }

  /// The kernel gives the major version only: 1 stands for 1.2.
  static String specification(String major) {
    return switch (major) {
      case "1" -> "1.2";
      case "2" -> "2.0";
      default -> major;
    };
  }
}
