package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.NewToken;
import io.reeve.harness.lab.LabViews.Token;
import io.reeve.harness.lab.LabViews.User;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may enrol: users with passwords, and enrolment tokens.
final class Accounts {
  private static final Pattern USER = Pattern.compile("[\\p{L}\\p{N}._@+-]{1,128}");
  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 1024;
  private static final Duration LONGEST_TOKEN = Duration.ofDays(366);

  private final Database database;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Accounts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  void putUser(String name, char[] password) {
    checkName(name);
    if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD) {
      throw LabException.bad(
          "a password of " + password.length + " characters for '" + name + "'",
          "use " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
    }
    database.update(
        """
        INSERT INTO users (name, password, created) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET password = excluded.password\
        """,
        name,
        Passwords.keep(password),
        clock.instant());
  }

  List<User> users() {
    return database.all(
        "SELECT name, created FROM users ORDER BY name",
        row -> new User(row.getString("name"), Database.time(row, "created")));
  }

  void removeUser(String name) {
    if (database.update("DELETE FROM users WHERE name = ?", name) == 0) {
      throw LabException.missing("there is no user '" + name + "'", "list them: GET /api/v1/users");
    }
    database.update("DELETE FROM tokens WHERE user = ?", name);
  }

  /// Whether that is the user's password. Takes as long for a user who does not exist.
  boolean knows(String name, char[] password) {
    if (password.length > LONGEST_PASSWORD) {
      return false;
    }
    var kept =
        database.one("SELECT password FROM users WHERE name = ?", row -> row.getString(1), name);
    return kept.map(hash -> Passwords.matches(password, hash))
        .orElseGet(() -> Passwords.matchesNobody(password));
  }

  NewToken newToken(String user, Duration life, int uses) {
    checkName(user);
    if (!life.isPositive() || life.compareTo(LONGEST_TOKEN) > 0) {
      throw LabException.bad(
          "a token cannot be good for " + life,
          "use a time of up to " + LONGEST_TOKEN.toDays() + " days");
    }
    if (uses < 1 || uses > 100_000) {
      throw LabException.bad("a token cannot be good for " + uses + " uses", "use 1 to 100000");
    }
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes, 0, 8);
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var now = clock.instant();
    database.update(
        "INSERT INTO tokens (id, digest, user, created, expires, uses_left) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        Pem.sha256(secret),
        user,
        now,
        now.plus(life),
        uses);
    return new NewToken(id, secret, now.plus(life));
  }

  List<Token> tokens() {
    return database.all("SELECT * FROM tokens ORDER BY created, id", Accounts::token);
  }

  void removeToken(String id) {
    if (database.update("DELETE FROM tokens WHERE id = ?", id) == 0) {
      throw LabException.missing("there is no token '" + id + "'", "list them: GET /api/v1/tokens");
    }
  }

  /// The token of that secret, if it is still good for something.
  Optional<Token> good(String secret) {
    return database.one(
        "SELECT * FROM tokens WHERE digest = ? AND uses_left > 0 AND expires > ?",
        Accounts::token,
        Pem.sha256(secret),
        clock.instant());
  }

  /// Takes one use of a token, if it has one left.
  boolean use(String id) {
    return database.update(
            "UPDATE tokens SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 0", id)
        == 1;
  }

  private static void checkName(String name) {
    if (!USER.matcher(name).matches()) {
      throw LabException.bad(
          "'" + name + "' is no user name", "use 1 to 128 letters, digits and the signs . _ @ + -");
    }
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getString("id"),
        row.getString("user"),
        Database.time(row, "created"),
        Database.time(row, "expires"),
        row.getInt("uses_left"));
  }
}
