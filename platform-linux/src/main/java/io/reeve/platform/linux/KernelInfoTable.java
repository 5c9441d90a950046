package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `kernel_info`: the running kernel and what it was started with.
final class KernelInfoTable implements Table<KernelInfoTable.Row> {
  private static final Pattern IMAGE = Pattern.compile("(?:^|\\s)BOOT_IMAGE=(\\S+)");
  private static final Pattern ROOT = Pattern.compile("(?:^|\\s)root=(\\S+)");
  private static final Pattern EITHER = Pattern.compile("(?:^|\\s)(?:BOOT_IMAGE|root)=\\S+");
  private final Facts facts;

  record Row(String version, String arguments, Optional<String> path, Optional<String> device) {}

  KernelInfoTable(Facts facts) {
    this.facts = facts;
  }

  @Override
  public String name() {
    return "kernel_info";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    return List.of(
        parse(
            facts.text("/proc/sys/kernel/osrelease"), facts.attribute("/proc/cmdline").orElse("")));
  }

  static Row parse(String release, String commandLine) {
    return new Row(
        release.strip(),
        EITHER.matcher(commandLine).replaceAll("").strip(),
        first(IMAGE, commandLine),
        first(ROOT, commandLine));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().map(found -> found.group(1));
  }
}
