package io.reeve.platform.linux;

import java.util.List;
import java.util.Optional;

/// Something that modules in the PAM stacks do, and how each family of distributions has it put
/// there.
///
/// @param name the name that rows use
/// @param module the module's file name
/// @param packaged the Debian package that brings the module
/// @param lines what the stacks hold when it is on
/// @param argument the module's argument that the row's value is; empty when it is on or off
/// @param profiles its profiles for Debian's pam-auth-update
/// @param authselect its feature of the RHEL family's authselect; empty when it is always on there
/// @param conf where authselect's module reads the argument; empty when there is none
record PamFeature(
    String name,
    String module,
    String packaged,
    List<Line> lines,
    Optional<String> argument,
    List<Profile> profiles,
    Optional<String> authselect,
    Optional<String> conf) {

  /// What stands for a feature that is on and has no argument.
  static final String ON = "on";

  /// A line that a stack holds.
  ///
  /// @param type the line's type
  /// @param word an argument it has; empty for any
  record Line(String type, String word) {
    boolean isAs(PamLine line, String module) {
      return line.type().equals(type)
          && line.module().equals(module)
          && (word.isEmpty() || line.arguments().contains(word));
    }
  }

  /// A profile below `/usr/share/pam-configs`.
  ///
  /// @param name its file's name
  /// @param text its content; `{value}` is the row's value
  /// @param instead the package's own profile, which is used where it is there
  record Profile(String name, String text, Optional<String> instead) {}

  /// The module that checks new passwords.
  static final PamFeature PWQUALITY =
      new PamFeature(
          "pwquality",
          "pam_pwquality.so",
          "libpam-pwquality",
          List.of(new Line("password", "")),
          Optional.empty(),
          List.of(
              new Profile(
                  "reeve-pwquality",
                  """
                  Name: Strength of new passwords (Reeve)
                  Default: no
                  Priority: 1024
                  Conflicts: pwquality, cracklib
                  Password-Type: Primary
                  Password:
                  \trequisite\t\t\tpam_pwquality.so retry=3
                  Password-Initial:
                  \trequisite\t\t\tpam_pwquality.so retry=3
                  """,
                  Optional.of("pwquality"))),
          Optional.empty(),
          Optional.empty());

  /// The module that knows former passwords. It comes after the one that asks for the new one.
  static final PamFeature PWHISTORY =
      new PamFeature(
          "pwhistory",
          "pam_pwhistory.so",
          "libpam-modules",
          List.of(new Line("password", "")),
          Optional.of("remember"),
          List.of(
              new Profile(
                  "reeve-pwhistory",
                  """
                  Name: Former passwords are refused (Reeve)
                  Default: no
                  Priority: 1000
                  Password-Type: Primary
                  Password:
                  \trequisite\t\t\tpam_pwhistory.so remember={value} use_authtok
                  Password-Initial:
                  \trequisite\t\t\tpam_pwhistory.so remember={value}
                  """,
                  Optional.empty())),
          Optional.of("with-pwhistory"),
          Optional.of("/etc/security/pwhistory.conf"));

  /// The module that counts wrong passwords: asked before all others, told after all others.
  static final PamFeature FAILLOCK =
      new PamFeature(
          "faillock",
          "pam_faillock.so",
          "libpam-modules",
          List.of(
              new Line("auth", "preauth"), new Line("auth", "authfail"), new Line("account", "")),
          Optional.empty(),
          List.of(
              new Profile(
                  "reeve-faillock-authfail",
                  """
                  Name: Wrong passwords are counted (Reeve)
                  Default: no
                  Priority: 0
                  Auth-Type: Primary
                  Auth:
                  \t[default=die]\t\t\tpam_faillock.so authfail
                  """,
                  Optional.empty()),
              new Profile(
                  "reeve-faillock-preauth",
                  """
                  Name: Too many wrong passwords lock an account (Reeve)
                  Default: no
                  Priority: 1024
                  Auth-Type: Primary
                  Auth:
                  \trequisite\t\t\tpam_faillock.so preauth
                  Account-Type: Primary
                  Account:
                  \trequired\t\t\tpam_faillock.so
                  """,
                  Optional.empty())),
          Optional.of("with-faillock"),
          Optional.empty());

  private static final List<PamFeature> ALL = List.of(PWQUALITY, PWHISTORY, FAILLOCK);

  /// @throws IllegalArgumentException when there is none of that name
  static PamFeature of(String name) {
    return ALL.stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no PAM feature '" + name + "'"));
  }
}
