package io.reeve.harness.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// All that the lab remembers.
record Memory(
    Database database,
    Accounts accounts,
    Devices devices,
    Profiles profiles,
    NodeStates nodes,
    CommandQueue commands,
    Reports reports,
    Offers offers,
    Escrows escrows,
    Events events) {

  static Memory open(Path file, Clock clock) throws IOException {
    return of(Database.open(file), file, clock);
  }

  /// @param file where that database is
  static Memory of(Database database, Path file, Clock clock) {
    var reports = new Reports(database, clock);
    var commands = new CommandQueue(database, clock);
    return new Memory(
        database,
        new Accounts(database, clock),
        new Devices(database, clock),
        new Profiles(database),
        new NodeStates(database, clock),
        commands,
        reports,
        new Offers(reports),
        new Escrows(reports, commands, file.resolveSibling("escrow-key")),
        new Events(database, clock));
  }
}
