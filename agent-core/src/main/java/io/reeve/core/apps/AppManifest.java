package io.reeve.core.apps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reeve.policy.NotJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What an app is to be, as the service wrote it.
///
/// @param type the kind of package, `deb` for example
/// @param name the package's name; for `msi` the product's code, with or without braces
/// @param version which versions will do
/// @param file a package file on this machine instead of a repository, with its digest
/// @param args options for the tool, of a few that are allowed
/// @param signer who has to have signed it, as the tool names signers
/// @param paths what belongs to it and goes with it, where the tool cannot take it away
public record AppManifest(
    String type,
    String name,
    VersionRule version,
    Optional<PackageFile> file,
    List<String> args,
    Optional<String> signer,
    List<String> paths) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_LENGTH = 64 * 1024;
  private static final Set<String> TYPES =
      Set.of("deb", "rpm", "flatpak", "snap", "pkg", "dmg-app", "msi", "exe", "msix");
  private static final Set<String> KEYS =
      Set.of("type", "name", "version", "source", "sha256", "args", "signer", "paths");
  private static final Set<String> ARGS =
      Set.of("--install-recommends", "--no-install-recommends", "--allow-downgrades");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,126}[A-Za-z0-9+.]|\\{[0-9A-Fa-f-]{36}\\}");
  private static final Pattern VERSION =
      Pattern.compile("(=|>=)? ?([A-Za-z0-9][A-Za-z0-9.+~:-]{0,127})");
  private static final Pattern FILE = Pattern.compile("file:///[^\\p{Cntrl}?#%]{1,1024}");
  private static final Pattern SIGNER = Pattern.compile("[^\\p{Cntrl}]{1,128}");
  private static final Pattern PATH =
      Pattern.compile("(?!.*/\\.{1,2}(/|$))(/[^/\\p{Cntrl}]{1,255}){2,32}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  public AppManifest {
    args = List.copyOf(args);
    paths = List.copyOf(paths);
  }

  /// Which versions will do.
  public sealed interface VersionRule {
    record Any() implements VersionRule {}

    record Exactly(String version) implements VersionRule {}

    record AtLeast(String version) implements VersionRule {}
  }

  /// @param path where it is
  /// @param sha256 what its content has to hash to, in small letters
  public record PackageFile(String path, String sha256) {}

  /// Reads a manifest.
  ///
  /// @throws IOException naming every problem it has
  public static AppManifest parse(String text) throws IOException {
    var problems = new ArrayList<String>();
    var json = object(text, problems);
    var manifest = new Reading(json, problems).read();
    if (!problems.isEmpty()) {
      throw new IOException("the manifest is refused: " + String.join("; ", problems));
    }
    return manifest;
  }

  private static JsonNode object(String text, List<String> problems) {
    try {
      JsonNode json = JSON.readTree(text.length() > MAX_LENGTH ? "0" : text);
      if (json.isObject()) {
        return json;
      }
      problems.add("it is not a JSON object of at most " + MAX_LENGTH + " characters");
    } catch (JsonProcessingException e) {
      problems.add("it is not JSON: " + NotJson.why(e));
    }
    return JSON.createObjectNode();
  }

  private record Reading(JsonNode json, List<String> problems) {
    AppManifest read() {
      json.fieldNames()
          .forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
              problems.add("unknown key '" + key + "'");
            }
          });
      var type = text("type");
      if (!TYPES.contains(type)) {
        problems.add("'type' is none of " + String.join(", ", TYPES.stream().sorted().toList()));
      }
      var name = text("name");
      if (!NAME.matcher(name).matches()) {
        problems.add("'name' is not the name of a package: '" + name + "'");
      }
      return new AppManifest(type, name, version(), file(), args(), signer(), paths());
    }

    private String text(String key) {
      var value = json.path(key);
      if (!value.isMissingNode() && !value.isTextual()) {
        problems.add("'" + key + "' is not a text");
      }
      return value.asText("");
    }

    private VersionRule version() {
      if (!json.has("version")) {
        return new VersionRule.Any();
      }
      var rule = VERSION.matcher(text("version"));
      if (!rule.matches()) {
        problems.add("'version' is neither '= VERSION' nor '>= VERSION'");
        return new VersionRule.Any();
      }
      return ">=".equals(rule.group(1))
          ? new VersionRule.AtLeast(rule.group(2))
          : new VersionRule.Exactly(rule.group(2));
    }

    private Optional<PackageFile> file() {
      var digest = text("sha256");
      if (!json.has("source")) {
        if (!digest.isEmpty()) {
          problems.add("'sha256' needs a 'source': a repository signs its packages itself");
        }
        return Optional.empty();
      }
      var source = text("source");
      if (!FILE.matcher(source).matches()) {
        problems.add(
            "'source' is not file:///...: leave it out and name a package of a repository that"
                + " this machine has");
      }
      if (!DIGEST.matcher(digest).matches()) {
        problems.add("'sha256' of the source is missing or not 64 hexadecimal digits");
      }
      return Optional.of(
          new PackageFile(source.replaceFirst("^file://", ""), digest.toLowerCase(Locale.ROOT)));
    }

    private Optional<String> signer() {
      var signer = text("signer");
      if (json.has("signer") && !SIGNER.matcher(signer).matches()) {
        problems.add("'signer' is not the name of one: '" + signer + "'");
      }
      return signer.isEmpty() ? Optional.empty() : Optional.of(signer);
    }

    private List<String> paths() {
      var paths = new ArrayList<String>();
      for (var path : json.path("paths")) {
        if (!PATH.matcher(path.asText()).matches()) {
          problems.add(
              "'paths' may hold absolute names of some depth, not '" + path.asText() + "'");
        }
        paths.add(path.asText());
      }
      if (json.has("paths") && !json.path("paths").isArray()) {
        problems.add("'paths' is not a list");
      }
      return paths;
    }

    private List<String> args() {
      var args = new ArrayList<String>();
      for (var arg : json.path("args")) {
        if (!ARGS.contains(arg.asText())) {
          problems.add(
              "'args' may hold "
                  + String.join(", ", ARGS.stream().sorted().toList())
                  + ", not '"
                  + arg.asText()
                  + "'");
        }
        args.add(arg.asText());
      }
      if (json.has("args") && !json.path("args").isArray()) {
        problems.add("'args' is not a list");
      }
      return args;
    }
  }

  /// The version rule in words for messages, with the name.
  public String words() {
    return switch (version) {
      case VersionRule.Any _ -> name;
      case VersionRule.Exactly(var wanted) -> name + " " + wanted;
      case VersionRule.AtLeast(var least) -> name + " " + least + " or later";
    };
  }
}
