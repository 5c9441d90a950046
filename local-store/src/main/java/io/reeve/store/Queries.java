package io.reeve.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The queries that were prepared last, to be used again. One is out of here while it is used, so
/// that what reads its rows may use the same. They end with the connection.
///
/// Only queries: the driver leaves what changes rows in progress until it is closed.
final class Queries {
  private static final int MOST = 32;

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  Queries(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement take(String sql) throws SQLException {
    var known = idle.remove(sql);
    return known == null ? connection.prepareStatement(sql) : known;
  }

  /// After it went well and its rows are closed: one that failed is not used again.
  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    var other = idle.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > MOST) {
      var oldest = idle.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }
}
