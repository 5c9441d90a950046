package io.reeve.platform.linux;

import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The programs that set the clock. Of those installed one is used: the first here, which is the
/// order in which systemd-timedated takes them too.
///
/// @param program what is installed
/// @param units what systemd calls it, on one distribution or another
/// @param conf its main files, on one distribution or another; of those there are the first counts
record NtpClient(List<String> program, List<String> units, List<String> conf) {
  static final NtpClient CHRONY =
      new NtpClient(
          List.of("/usr/sbin/chronyd"),
          List.of("chrony.service", "chronyd.service"),
          List.of("/etc/chrony/chrony.conf", "/etc/chrony.conf"));
  static final NtpClient TIMESYNCD =
      new NtpClient(
          List.of("/usr/lib/systemd/systemd-timesyncd", "/lib/systemd/systemd-timesyncd"),
          List.of("systemd-timesyncd.service"),
          List.of("/etc/systemd/timesyncd.conf"));

  /// The one of this machine. A scratch root without any has systemd's.
  ///
  /// @throws NotApplicableException when there is none
  static NtpClient of(Host host) throws NotApplicableException {
    for (var client : List.of(CHRONY, TIMESYNCD)) {
      if (there(host, client.program).isPresent()) {
        return client;
      }
    }
    if (host.isScratch()) {
      return TIMESYNCD;
    }
    throw new NotApplicableException("neither chrony nor systemd-timesyncd is installed");
  }

  private static Optional<String> there(Host host, List<String> files) {
    return files.stream().filter(file -> Files.exists(host.path(file))).findFirst();
  }

  /// Its unit here.
  String unit(Host host) {
    return units.stream()
        .filter(unit ->
            there(
                    host,
                    List.of(
                        "/etc/systemd/system/" + unit,
                        "/usr/lib/systemd/system/" + unit,
                        "/lib/systemd/system/" + unit))
                .isPresent())
        .findFirst()
        .orElse(units.getFirst());
  }

  /// Its main file here.
  ///
  /// @throws NotApplicableException when there is none
  String conf(Host host) throws NotApplicableException {
    return there(host, conf)
        .orElseThrow(() -> new NotApplicableException(String.join(" or ", conf) + " is missing"));
  }
}
