package io.reeve.core.script;

import io.reeve.core.spi.Table;
import java.util.List;
import java.util.Optional;

/// `remediations`: what came of the scripts of the service that look for faults and mend them.
public final class RemediationsTable implements Table<RemediationsTable.Row> {
  private final Remediations remediations;

  record Row(
      @Key String id,
      String outcome,
      Optional<Long> detect,
      Optional<Long> remediate,
      Optional<Long> detectAgain,
      String output,
      String detail,
      @Restless String lastRun) {}

  public RemediationsTable(Remediations remediations) {
    this.remediations = remediations;
  }

  @Override
  public String name() {
    return "remediations";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() {
    return remediations.results().entrySet().stream()
        .map(each -> row(each.getKey(), each.getValue()))
        .toList();
  }

  private static Row row(String id, RemediationResult result) {
    return new Row(
        id,
        result.outcome().wire(),
        result.detect().map(Integer::longValue),
        result.remediate().map(Integer::longValue),
        result.again().map(Integer::longValue),
        result.output(),
        result.detail(),
        result.at().toString());
  }
}
