package io.reeve.core.redact;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out what has the shape of a secret, wherever it stands. Every pattern either takes what it
/// has read or gives up within a bound, so that no line costs more than its length.
final class Shapes {
  /// To the end of the line, and of those that a backslash joins to it.
  private static final String REST = "(?:[^\\n]*+(?<=\\\\)\\n){0,20}+[^\\r\\n]*+";

  /// @param pattern what it finds; of a group `kept` the text stays
  private record Shape(Pattern pattern) {
    Shape(String pattern) {
      this(Pattern.compile(pattern));
    }

    /// What well-known programs are given by options whose name says nothing. The pattern is tried
    /// once on each line.
    ///
    /// @param names of the programs, as alternatives
    /// @param options as alternatives; the value may follow at once
    static Shape option(String names, String options) {
      return new Shape(
          "(?<kept>(?<![^\\n])(?>[^\\n]*?(?<![\\w.-])(?i:%s)(?i:\\.exe)?(?=[\\s\"']))"
                  .formatted(names)
              + "[^\\n]*?(?<=[\\s\"'])(?:%s)(?:[\"'],|[=:])?[ \\t]*+[\"']?+)".formatted(options)
              + "(?=[^\\r\\n])"
              + REST);
    }

    String clean(String text) {
      return pattern.matcher(text).replaceAll(Shape::replacement);
    }

    private static String replacement(MatchResult found) {
      var kept = found.namedGroups().containsKey("kept") ? found.group("kept") : "";
      return Matcher.quoteReplacement(kept + Redactor.REMOVED);
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          // arguments
          Shape.option(
              "sshpass|psexec(?:64)?|7za?|7z|mysql(?:dump|admin)?|mariadb(?:-dump)?"
                  + "|useradd|usermod",
              "-p"),
          Shape.option("ldap(?:search|modify|add|delete|whoami|passwd|compare)", "-w"),
          Shape.option("curl", "-u|-U|--user|--proxy-user"),
          Shape.option("smbclient|rpcclient|net", "-U|--user"),
          Shape.option("redis-cli", "-a"),
          Shape.option("zip|unzip|sqlcmd|bcp|osql|mosquitto_(?:pub|sub)", "-P"),
          Shape.option("plink|pscp|psftp|putty", "-pw"),
          Shape.option("xfreerdp|wlfreerdp|mstsc", "/p"),
          // net user NAME PASSWORD, net use X: \\HOST\SHARE PASSWORD
          new Shape(
              "(?<kept>(?<![\\w.-])(?i:net1?(?:\\.exe)?[ \\t]{1,8}+(?:user[ \\t]{1,8}+"
                  + "(?:\"[^\"\\n]{1,200}+\"|[^\\s\"/][^\\s]{0,200}+)"
                  + "|use[ \\t]{1,8}+(?:[^\\s]{1,2}+[ \\t]{1,8}+)?\"?\\\\\\\\[^\\s]{1,300}+))"
                  + "[ \\t]{1,8}+)(?=[^\\s/])"
                  + REST),
          // addresses: a password may hold what ought to be escaped in it, an @ or a slash; what
          // is only digits is a port
          new Shape(
              "(?<kept>://)(?!\\[)[^\\s\"<>`/?#\\\\:@]{0,200}+:"
                  + "(?=[0-9]*+[^\\s\"<>`/?#\\\\0-9])[^\\s\"<>`]{1,1000}(?=@)"),
          new Shape("(?<kept>://)[^\\s\"<>`/?#\\\\]+(?=@)"),
          // what follows the name of a way to log in
          new Shape("(?i)(?<kept>\\bbearer[ \\t]{1,4})[a-z0-9._~+/=-]{8,}+"),
          new Shape(
              "(?<kept>\\b(?i:basic|negotiate|ntlm|digest)[ \\t]{1,4})"
                  + "(?=[A-Za-z._~+/-]{0,60}[0-9=])[A-Za-z0-9._~+/=-]{8,}+"),
          // JWTs
          new Shape("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_.-]++"),
          // hashes of passwords, as of crypt(5) and of Windows
          new Shape(
              "(?<kept>\\$(?:y|gy|7|2[abxy]|6|5|1|sha1|apr1|argon2(?:id|i|d)|pbkdf2[a-z0-9-]{0,12})\\$)"
                  + "[./A-Za-z0-9$,=+_-]{8,}+"),
          new Shape("(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}:[0-9A-Fa-f]{32}(?![0-9A-Fa-f])"),
          // BitLocker's recovery passwords, product keys
          new Shape("(?<![0-9-])[0-9]{6}(?:-[0-9]{6}){7}(?![0-9-])"),
          new Shape("(?<![A-Z0-9-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![A-Z0-9-])"),
          // keys that tell by their beginning who gave them out
          new Shape(
              "(?<![A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza)"
                  + "[A-Za-z0-9_-]{12,}+"));

  private Shapes() {}

  static String clean(String text) {
    var clean = text;
    for (var shape : SHAPES) {
      clean = shape.clean(clean);
    }
    return clean;
  }
}
