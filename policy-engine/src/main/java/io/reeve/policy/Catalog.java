package io.reeve.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Every setting there is: one row of data each. Immutable and safe from any thread.
public final class Catalog {
  private static final String CONFIDENTIAL = "(confidential)";
  private static final int MOST_FOUND = 4096;

  private final List<Setting> settings;
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, Setting> plain = new HashMap<>();
  private final Map<Integer, List<Setting>> holed;

  /// What was found last. An address is asked for again and again, and matching one takes a while.
  private final Map<OmaUri, Optional<Match>> found = new ConcurrentHashMap<>();

  /// @param rows checked, in the order of [#all]
  Catalog(List<Row> rows) {
    settings = rows.stream().map(Setting::new).toList();
    for (var setting : settings) {
      ranks.put(setting.id(), ranks.size());
      if (setting.row().uri().names().isEmpty()) {
        plain.put(setting.row().uri().key(), setting);
      }
    }
    holed =
        settings.stream()
            .filter(setting -> !setting.row().uri().names().isEmpty())
            .sorted(Comparator.comparingInt(setting -> setting.row().uri().names().size()))
            .collect(Collectors.groupingBy(setting -> setting.row().uri().segments().size()));
  }

  /// Loads the rows on the class path, of which the build's tests have checked every word.
  ///
  /// @throws IllegalStateException when they cannot be read
  public static Catalog load() {
    try {
      return CatalogReader.readChecked(CatalogReader.classPath());
    } catch (ProblemsException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// Reads rows from texts and checks them, for tests.
  ///
  /// @param files the JSON texts by file name
  /// @throws ProblemsException with every problem of every file
  public static Catalog parse(Map<String, String> files) throws ProblemsException {
    return CatalogReader.read(files);
  }

  /// The setting of that address, with what its holes stand for. Literal segments match in any
  /// letter case, and rows with fewer holes come first.
  public Optional<Match> find(OmaUri uri) {
    var known = found.get(uri);
    if (known == null) {
      known = match(uri);
      if (found.size() >= MOST_FOUND) {
        found.clear();
      }
      found.put(uri, known);
    }
    return known;
  }

  private Optional<Match> match(OmaUri uri) {
    var key = uri.segments().stream().map(OmaUri::decode).collect(Collectors.joining("/"));
    var exact = plain.get(key.toLowerCase(Locale.ROOT));
    if (exact != null && exact.row().uri().match(uri).isPresent()) {
      return Optional.of(new Match(exact, exact.row().uri().fill(Map.of()), Map.of()));
    }
    return holed.getOrDefault(uri.segments().size(), List.of()).stream()
        .flatMap(setting -> match(setting, uri).stream())
        .findFirst();
  }

  private static Optional<Match> match(Setting setting, OmaUri uri) {
    var template = setting.row().uri();
    return template.match(uri).map(holes -> new Match(setting, template.fill(holes), holes));
  }

  /// The setting of that id.
  public Optional<Setting> byId(String id) {
    return Optional.ofNullable(ranks.get(id)).map(settings::get);
  }

  /// Every setting, in an order in which each comes after those its row names in `after`, and
  /// otherwise as the files list them.
  public List<Setting> all() {
    return settings;
  }

  /// Whether a place's values are for administrators only, by the settings it is for.
  public boolean isConfidential(Collection<OmaUri> settings) {
    return settings.stream()
        .anyMatch(uri -> find(uri).filter(match -> match.setting().confidential()).isPresent());
  }

  /// A value as sentences name it that anyone may read: those of the history, the log, the alerts.
  ///
  /// @param settings what it is for
  public String words(Collection<OmaUri> settings, Value value) {
    return !value.isAbsent() && isConfidential(settings) ? CONFIDENTIAL : value.words();
  }

  /// The place of a setting in [#all].
  int rank(Setting setting) {
    return ranks.getOrDefault(setting.id(), Integer.MAX_VALUE);
  }

  /// The place of an address's setting in [#all]; behind all others when there is none.
  int rank(OmaUri uri) {
    return find(uri).map(match -> rank(match.setting())).orElse(Integer.MAX_VALUE);
  }

  /// A setting at one address.
  ///
  /// @param setting the row
  /// @param uri the address as the row spells it, holes filled: two spellings of one node give the
  ///   same. The key to store desired values under
  /// @param holes what the row's `{name}` holes stand for, percent-decoded
  public record Match(Setting setting, OmaUri uri, Map<String, String> holes) {
    public Match {
      holes = Map.copyOf(holes);
    }

    private Binder on(String os) {
      return new Binder(setting.row(), os, holes);
    }

    /// Where the setting lives on that system, and what has to be there for this value.
    ///
    /// @param os `linux`, `macos` or `windows`
    /// @param value a value of the setting; it has passed [Setting#accept]
    public Setting.Binding bind(String os, Value value) {
      return on(os).bind(value);
    }

    /// Where the setting lives on that system, whatever its value; to look at it.
    public Setting.Places places(String os) {
      return on(os).places();
    }

    /// What the places say, in the setting's own terms.
    ///
    /// Unreadable places make it unreadable, places that this machine lacks make it not applicable.
    /// Where several places disagree, the weakest by the row's conflict rule speaks for all. Places
    /// that hold none of the setting's values are as good as not set: absent. Where several values
    /// of the setting mean the same on this system, `wanted` is preferred.
    ///
    /// @param seen what was found at each of [#places], or of [#bind] when a value is wanted
    /// @param wanted the value asked for now; empty when there is none
    public Observation observed(String os, Map<Address, Observation> seen, Optional<Value> wanted) {
      return on(os).observed(seen, wanted);
    }
  }
}
