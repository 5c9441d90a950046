package io.reeve.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Renders `docs/settings.md` from the catalogue, so that people read what the agent does.
final class SettingsPage {
  private static final Map<String, String> SYSTEMS =
      new TreeMap<>(Map.of("linux", "Linux", "macos", "macOS", "windows", "Windows"));

  private final StringBuilder page = new StringBuilder();

  private final MechanismWords.Book words;

  private SettingsPage(MechanismWords.Book words) {
    this.words = words;
  }

  static String of(Catalog catalog, MechanismWords.Book words) {
    return new SettingsPage(words).render(catalog);
  }

  private String render(Catalog catalog) {
    var byCategory =
        catalog.all().stream()
            .collect(Collectors.groupingBy(Setting::category, TreeMap::new, Collectors.toList()));
    line("# Settings");
    line("");
    line(
        "Every setting of the [catalogue](catalogue.md), rendered from it: do not edit this page.");
    line("`{name}` in an address is a hole: each name filled in is a setting of its own.");
    line("");
    line(
        "%d settings, of which Linux holds %d, macOS %d and Windows %d."
            .formatted(
                catalog.all().size(),
                held(catalog, "linux"),
                held(catalog, "macos"),
                held(catalog, "windows")));
    line("");
    summary(byCategory);
    byCategory.forEach(this::category);
    mechanisms();
    return page.toString();
  }

  private static long held(Catalog catalog, String system) {
    return catalog.all().stream()
        .filter(setting -> setting.row().on().get(system) instanceof Row.Home.In)
        .count();
  }

  private void summary(Map<String, List<Setting>> byCategory) {
    line("| setting | what it means | Linux | macOS | Windows |");
    line("|---|---|---|---|---|");
    for (var settings : byCategory.values()) {
      for (var setting : settings) {
        var holds =
            SYSTEMS.keySet().stream()
                .map(os -> setting.row().on().get(os) instanceof Row.Home.In ? "yes" : "no")
                .collect(Collectors.joining(" | "));
        line(
            "| [%s](#%s) | %s | %s |"
                .formatted(setting.id(), anchor(setting.id()), cell(setting.sentence()), holds));
      }
    }
  }

  private static String anchor(String id) {
    return id.replace(".", "");
  }

  private void category(String category, List<Setting> settings) {
    line("");
    line("## " + category.substring(0, 1).toUpperCase(Locale.ROOT) + category.substring(1));
    settings.forEach(this::setting);
  }

  private void setting(Setting setting) {
    line("");
    line("### " + setting.id());
    line("");
    line(setting.sentence());
    line("");
    line("`" + setting.uri() + "`");
    line("");
    line("| | |");
    line("|---|---|");
    entry("type", setting.format().wire());
    entry("allowed", setting.allowed().isEmpty() ? "any" : setting.allowed());
    if (setting.readOnly()) {
      entry("access", "read only: it tells how the machine is");
    } else {
      wishes(setting);
    }
    entry("good enough", compliant(setting));
    var traits = traits(setting);
    if (!traits.isEmpty()) {
      entry("mind", String.join("; ", traits));
    }
    entry("examples", examples(setting.goodExamples()));
    SYSTEMS.forEach((os, name) -> home(os, name, setting.row().on().get(os)));
  }

  private void wishes(Setting setting) {
    entry("default", setting.defaultValue().map(value -> "`" + value.wire() + "`").orElse("none"));
    entry("several authorities", conflict(setting));
  }

  private void home(String os, String name, Row.@Nullable Home home) {
    entry(name, home(home));
    if (!(home instanceof Row.Home.In in)) {
      return;
    }
    var used = in.spots().stream().map(Row.Spot::mechanism).distinct().toList();
    entry(name + ", in force", said(used, os, MechanismWords::reads));
    var cannot =
        Stream.concat(
                Stream.of(in.note()),
                used.stream().map(mechanism -> words.of(os, mechanism).cannot()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("<br>"));
    if (!cannot.isEmpty()) {
      entry(name + ", mind", cannot);
    }
  }

  /// What is the same for several mechanisms is said once.
  private String said(List<String> used, String os, Function<MechanismWords, String> what) {
    return used.stream()
        .map(mechanism -> what.apply(words.of(os, mechanism)))
        .distinct()
        .collect(Collectors.joining("<br>"));
  }

  /// How each kind of place is held, once for all settings that use it.
  private void mechanisms() {
    line("");
    line("## How places are held");
    SYSTEMS.forEach((os, name) -> {
      var all = words.on(os);
      if (!all.isEmpty()) {
        line("");
        line("### " + name);
        line("");
        line("| mechanism | what is done | what is read back |");
        line("|---|---|---|");
        all.forEach((mechanism, about) ->
            line(
                "| **%s** | %s | %s |"
                    .formatted(mechanism, cell(about.does()), cell(about.reads()))));
      }
    });
  }

  private static String conflict(Setting setting) {
    var order =
        setting.mostRestrictiveOf().isEmpty()
            ? ""
            : " of " + String.join(", ", setting.mostRestrictiveOf());
    return switch (setting.conflict()) {
      case LAST_WRITE, NO_MERGE ->
          "the one that outranks the others: service, second manager, local administrator";
      case LOWEST -> "the lowest value";
      case HIGHEST -> "the highest value";
      case LOWEST_ZERO_NO_LIMIT -> "the lowest value; 0 means no limit and gives way";
      case HIGHEST_ZERO_NO_LIMIT -> "the highest value; 0 means no limit and gives way";
      case UNION_BY_KEY ->
          "all entries together; for one entry the authority that outranks the others";
      case DENY_WINS -> "all entries together; a denial beats a permission";
      case MOST_RESTRICTIVE -> "the first" + order;
    };
  }

  private static String compliant(Setting setting) {
    return switch (setting.compliant()) {
      case EQUAL -> "equal to what is wanted";
      case AT_LEAST -> "at least what is wanted";
      case AT_MOST -> "at most what is wanted";
      case CONTAINS -> "contains what is wanted";
    };
  }

  private static List<String> traits(Setting setting) {
    var traits = new ArrayList<String>();
    if (setting.cutsNetwork()) {
      traits.add("a wrong value can cut the machine off");
    }
    if (setting.reboot()) {
      traits.add("a change needs a restart");
    }
    if (setting.confidential()) {
      traits.add("its values are shown to administrators only");
    }
    if (!setting.after().isEmpty()) {
      traits.add("applied after " + String.join(", ", setting.after()));
    }
    return traits;
  }

  private static String examples(List<String> values) {
    return values.stream()
        .map(value -> value.isEmpty() ? "(empty)" : "`" + visible(value) + "`")
        .collect(Collectors.joining(", "));
  }

  private static String home(Row.@Nullable Home home) {
    return switch (home) {
      case null -> "not applicable";
      case Row.Home.Nowhere(var reason) -> "not applicable: " + reason;
      case Row.Home.In in ->
          in.spots().stream().map(SettingsPage::spot).collect(Collectors.joining("<br>"));
    };
  }

  private static String spot(Row.Spot spot) {
    var parameters =
        new TreeMap<>(spot.parameters())
            .entrySet().stream()
                .map(entry -> entry.getKey() + " `" + visible(text(entry.getValue())) + "`")
                .collect(Collectors.joining(", "));
    var steps =
        spot.chain().stream().map(SettingsPage::step).collect(Collectors.joining(", then "));
    return "**"
        + spot.mechanism()
        + "** "
        + parameters
        + (steps.isEmpty() ? "" : "; value: " + steps)
        + (spot.optional() ? "; where the machine has it" : "");
  }

  private static String text(Template template) {
    return template.parts().stream()
        .map(part ->
            switch (part) {
              case Template.Part.Text(var plain) -> plain;
              case Template.Part.Hole(var name) -> "{" + name + "}";
            })
        .collect(Collectors.joining());
  }

  private static String step(Conversion step) {
    return switch (step) {
      case Conversion.Lookup(var table) ->
          table.entrySet().stream()
              .map(entry ->
                  "`%s` is %s"
                      .formatted(
                          visible(entry.getKey()),
                          entry.getValue().isAbsent()
                              ? "nothing"
                              : "`" + visible(entry.getValue().wire()) + "`"))
              .collect(Collectors.joining(", "));
      case Conversion.Scale(var times, var by) -> by == 1 ? "times " + times : "divided by " + by;
      case Conversion.Add(var more) -> more < 0 ? "less " + -more : "plus " + more;
      case Conversion.Around(var template) -> "as `" + visible(text(template)) + "`";
      case Conversion.Extract(var regex) -> "the part that matches `" + regex.pattern() + "`";
      case Conversion.Admx(var id) ->
          id.isEmpty() ? "enabled or disabled" : "the data element `" + id + "`";
      case Conversion.Unless(var none) -> "nothing for `" + visible(none.wire()) + "`";
      case Conversion.Constant(var value) -> "always `" + visible(value.wire()) + "`";
      case Conversion.Join(_, var with) -> "entries joined by `" + visible(with) + "`";
    };
  }

  /// Control and private characters spelt out, so that the page shows them.
  private static String visible(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || Character.getType(c) == Character.PRIVATE_USE) {
            shown.append("\\u%04X".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.length() <= 120 ? shown.toString() : shown.substring(0, 120) + "...";
  }

  private void entry(String name, String text) {
    line("| " + name + " | " + cell(text) + " |");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
