package io.reeve.platform.windows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Windows Update over COM.
final class NativeUpdates implements Updates {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String WAITING = "IsInstalled=0 and IsHidden=0";

  /// The category of security updates.
  private static final String SECURITY =
      WAITING + " and CategoryIDs contains '0fa1201d-4330-4fa8-8ae9-b877473b6441'";

  private final Com com;

  NativeUpdates(Win32 windows) {
    this.com = new Com(windows, "updates");
  }

  @Override
  public Counts count() throws IOException {
    return com.run(
        PATIENCE, session -> new Counts(count(session, WAITING), count(session, SECURITY)));
  }

  private static long count(ComSession session, String criteria) throws IOException {
    var given = new long[1];
    session.create(IUpdateSession.CLASS, IUpdateSession.class).CreateUpdateSearcher(given);
    var searcher = session.at(given[0], IUpdateSearcher.class);
    searcher.put_Online((short) 0);
    searcher.Search(criteria, given);
    session.at(given[0], ISearchResult.class).get_Updates(given);
    var count = new int[1];
    session.at(given[0], IUpdateCollection.class).get_Count(count);
    return count[0];
  }

  @Override
  public Optional<Instant> refreshed() throws IOException {
    return com.run(
        PATIENCE,
        session -> {
          var results = new long[1];
          session.create(IAutomaticUpdates2.CLASS, IAutomaticUpdates2.class).get_Results(results);
          try (var at = session.variant()) {
            session.at(results[0], IAutomaticUpdatesResults.class).get_LastSearchSuccessDate(at);
            return at.time();
          }
        });
  }
}
