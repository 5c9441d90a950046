package io.reeve.core.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The name that the machine was given, and what had been asked for.
///
/// What is asked may have `%SERIAL%` in it, the machine's serial number, or `%RAND:n%`, that many
/// random digits; where it has both, the serial number is left out. They are worked out once and
/// kept here: a name with random digits would else be another after every repair.
///
/// @param asked as it came
/// @param name what became of it
public record GivenName(String asked, String name) {
  /// Where it is kept.
  public static final String FILE = "/etc/reeve/hostname.json";

  private static final int READABLE = 0644;
  private static final Pattern RANDOM = Pattern.compile("%RAND:([1-9][0-9]?)%");
  private static final String SERIAL = "%SERIAL%";
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  /// What makers leave there when they forget it.
  private static final Set<String> NO_SERIAL =
      Set.of(
          "",
          "0",
          "none",
          "unknown",
          "not specified",
          "default string",
          "system serial number",
          "to be filled by o.e.m.");

  private static final SecureRandom CHANCE = new SecureRandom();

  /// Tells the machine's serial number as its maker left it; nothing where it has none.
  @FunctionalInterface
  public interface SerialNumber {
    String ask() throws IOException;
  }

  /// Works out a name.
  ///
  /// @throws NotApplicableException when it needs a serial number and there is none
  /// @throws IOException when what comes out cannot be a name
  public static GivenName of(String asked, SerialNumber serial) throws IOException {
    var random = RANDOM.matcher(asked);
    var name =
        random.find()
            ? random
                .replaceAll(found -> digits(Integer.parseInt(found.group(1))))
                .replace(SERIAL, "")
            : asked.contains(SERIAL) ? asked.replace(SERIAL, known(serial)) : asked;
    if (!NAME.matcher(name).matches()) {
      throw new IOException(
          "not a host name: '"
              + name
              + "'"
              + (name.equals(asked) ? "" : " (from '" + asked + "')"));
    }
    return new GivenName(asked, name);
  }

  private static String digits(int count) {
    var digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(CHANCE.nextInt(10));
    }
    return digits.toString();
  }

  /// Whether that is what makers leave where they forget the number.
  public static boolean isForgotten(String serial) {
    return NO_SERIAL.contains(serial.toLowerCase(Locale.ROOT));
  }

  private static String known(SerialNumber number) throws IOException {
    var serial = number.ask().strip();
    if (isForgotten(serial)) {
      throw new NotApplicableException("this machine has no serial number to take for %SERIAL%");
    }
    return serial;
  }

  /// The last name given; empty when none is, or what is kept is not understood.
  public static Optional<GivenName> load(Host host) throws IOException {
    var bytes = new SystemFile(host, FILE).bytes();
    try {
      return bytes.isEmpty() ? Optional.empty() : parse(text(bytes.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Reads what [#json] wrote.
  public static Optional<GivenName> parse(String json) throws IOException {
    JsonNode tree = JsonMembers.tree(json);
    return tree.has("asked") && tree.has("name")
        ? Optional.of(new GivenName(tree.path("asked").asText(), tree.path("name").asText()))
        : Optional.empty();
  }

  public String json() {
    return JsonMembers.JSON.createObjectNode().put("asked", asked).put("name", name).toString();
  }

  public static void keep(Host host, GivenName given) throws IOException {
    var line = given.json() + "\n";
    new SystemFile(host, FILE).put(line.getBytes(StandardCharsets.UTF_8), READABLE);
  }

  public static void forget(Host host) throws IOException {
    new SystemFile(host, FILE).remove();
  }
}
