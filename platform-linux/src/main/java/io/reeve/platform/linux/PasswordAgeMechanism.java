package io.reeve.platform.linux;

import io.reeve.core.files.Details;
import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How old the passwords of the people who have an account already may or must be, which login.defs
/// does not touch. System accounts, root and accounts without a password stay as they are.
///
/// Parameter: `key`, `max` or `min`. The value is a number of days, 0 for no limit; where people
/// differ, the weakest. Changed by chage(1), which locks the file; read from what the resolver says
/// (shadow(5)). Somebody who gets an account later is a change that is noticed.
///
/// What would disable somebody's account on the spot, because the password is older than it may be
/// and its time of grace is over, is refused whole; so is a password that has to be changed before
/// it may be.
final class PasswordAgeMechanism implements Mechanism {
  private static final String TOOL = "/usr/bin/chage";
  private static final String NEVER = "99999";

  /// Days over which shadow(5) means no limit.
  private static final long LONG = 10_000;

  private final Host host;
  private final OthersAtWork others;

  PasswordAgeMechanism(Host host) {
    this(host, new OthersAtWork(host));
  }

  /// @param others waits for whoever changes accounts now
  PasswordAgeMechanism(Host host, OthersAtWork others) {
    this.host = host;
    this.others = others;
  }

  @Override
  public Watch watch(Listener listener) {
    return others.watch(listener);
  }

  @Override
  public String name() {
    return "password-age";
  }

  /// Which age.
  private enum Age {
    MAX("-M", 4),
    MIN("-m", 3);

    private final String option;
    private final int field;

    Age(String option, int field) {
      this.option = option;
      this.field = field;
    }

    /// As shadow(5) writes that many days.
    String written(String days) {
      return this == MAX && days.equals("0") ? NEVER : days;
    }
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var age =
        switch (address.parameter("key")) {
          case "max" -> Age.MAX;
          case "min" -> Age.MIN;
          default ->
              throw new IllegalArgumentException(
                  "mechanism password-age knows the keys max and min, not '"
                      + address.parameter("key")
                      + "'");
        };
    if (!Files.isExecutable(Path.of(TOOL))) {
      throw new NotApplicableException(TOOL + " is not installed");
    }
    if (host.isScratch() && !Files.exists(host.path(Accounts.SHADOW))) {
      throw new NotApplicableException("this scratch root has no accounts");
    }
    return new Place(new Accounts(host, others), host.clock(), age);
  }

  /// The age of everybody's password.
  private record Place(Accounts accounts, Clock clock, Age age) implements Point {

    /// What shadow(5) says of each person.
    private Map<String, List<String>> people() throws IOException {
      var people = new TreeMap<String, List<String>>();
      for (var name : accounts.people()) {
        accounts
            .shadow(name)
            .filter(shadow -> shadow.size() > 4 && Accounts.hasPassword(shadow))
            .ifPresent(shadow -> people.put(name, shadow));
      }
      return people;
    }

    /// The age of each, in the file's spelling.
    private Map<String, String> ages() throws IOException {
      var ages = new TreeMap<String, String>();
      people().forEach((name, shadow) -> ages.put(name, shadow.get(age.field)));
      return ages;
    }

    @Override
    public Value read() throws IOException {
      var ages = ages();
      if (ages.isEmpty()) {
        throw new NotApplicableException("nobody has an account with a password here");
      }
      var days = ages.values().stream().map(Place::days).toList();
      long weakest =
          switch (age) {
            case MAX -> days.contains(0L) ? 0 : days.stream().mapToLong(n -> n).max().orElse(0);
            case MIN -> days.stream().mapToLong(n -> n).min().orElse(0);
          };
      return Value.of(Long.toString(weakest));
    }

    private static long days(String field) {
      return Facts.parseNumber(field).filter(n -> n >= 0 && n < LONG).orElse(0L);
    }

    @Override
    public void write(Value value) throws IOException {
      var days = value.isAbsent() ? "0" : value.wire();
      if (Facts.parseNumber(days).filter(n -> n >= 0 && n < LONG).isEmpty()) {
        throw new IOException("'" + days + "' is no number of days");
      }
      var people = people();
      people.values().removeIf(shadow -> days(shadow.get(age.field)) == Long.parseLong(days));
      refuseLockout(people, Long.parseLong(age.written(days)));
      for (var name : people.keySet()) {
        set(name, age.written(days));
      }
    }

    private void refuseLockout(Map<String, List<String>> people, long days) throws IOException {
      var disabled = new ArrayList<String>();
      var stuck = new ArrayList<String>();
      people.forEach((name, shadow) -> {
        var now = Aging.of(shadow);
        var then = age == Age.MAX ? now.withMost(days) : now.withLeast(days);
        if (then.isOver(clock) && !now.isOver(clock)) {
          disabled.add(name);
        }
        if (then.contradictsItself()) {
          stuck.add(name);
        }
      });
      if (!disabled.isEmpty()) {
        throw new IOException(
            "it would disable %s on the spot: the password is older than that, and so is the time in which it can still be changed (chage -I); have a new one set first"
                .formatted(String.join(", ", disabled)));
      }
      if (!stuck.isEmpty()) {
        throw new IOException(
            "%s would have to change the password before it may be changed: the least age would be over the greatest"
                .formatted(String.join(", ", stuck)));
      }
    }

    private void set(String name, String field) throws IOException {
      accounts.change(TOOL, age.option, field.isEmpty() ? "-1" : field, name);
    }

    @Override
    public Snapshot capture() throws IOException {
      var words =
          ages().entrySet().stream()
              .map(each -> Optional.of(each.getKey() + "=" + each.getValue()));
      return new Snapshot(read(), Details.of(words.toList()));
    }

    /// Everybody who still has an account gets back what they had; who came later keeps what they
    /// came with.
    @Override
    public void restore(Snapshot before) throws IOException {
      var now = ages();
      for (var word : Stream.of(before.detail().split(" ")).map(Details::decode).toList()) {
        var name = word.substring(0, word.indexOf('='));
        var field = word.substring(word.indexOf('=') + 1);
        if (now.containsKey(name) && !field.equals(now.get(name))) {
          set(name, field);
        }
      }
    }

    @Override
    public Set<Path> files() {
      return accounts.agingFiles();
    }
  }
}
