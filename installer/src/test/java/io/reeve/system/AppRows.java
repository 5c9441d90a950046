package io.reeve.system;

import java.util.List;

/// Programs and scripts of the service. Their work goes on after the session that asked for it.
final class AppRows {
  private static final String REMEDIATION = "./Device/Vendor/Reeve/Remediations/sample/";

  private static final String KEPT = "/var/lib/reeve/remediations/sample/Detect";

  private AppRows() {}

  static List<Row> rows() {
    return List.of(
        Row.of("app.package")
            .scene(AppRows::shop)
            .wish(
                "./Device/Vendor/Reeve/Apps/sample/Manifest",
                "chr",
                "{\"type\": \"deb\", \"name\": \"reeve-sample\"}")
            .later()
            .effective(Probe.shows("^ii +reeve-sample ", "dpkg", "--list", "reeve-sample"))
            .effective(Probe.shows("^1[.]0$", "cat", "/usr/share/reeve-sample/version"))
            .drift("dpkg", "--purge", "reeve-sample"),
        Row.of("script.remediation")
            .wish(REMEDIATION + "Detect", "chr", "#!/bin/sh\ntest -e /etc/mended\n")
            .wish(REMEDIATION + "Remediate", "chr", "#!/bin/sh\necho well > /etc/mended\n")
            .wish(REMEDIATION + "Undo", "chr", "#!/bin/sh\nrm -f /etc/mended\n")
            .wish(REMEDIATION + "Schedule", "chr", "every 5 minutes")
            .later()
            .effective(Probe.shows("^well$", "cat", "/etc/mended"))
            .drift("rm", KEPT)
            .undone(Probe.shows("^test -e /etc/mended$", "cat", KEPT)));
  }

  private static void shop(BootedMachine machine) {
    if (!machine.has("/etc/apt/sources.list.d/shop.list")) {
      Shop.open(machine);
      Shop.offer(machine, "reeve-sample", "1.0");
    }
  }
}
