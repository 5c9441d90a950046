package io.reeve.core.redact;

/// Takes out of a text what looks like a secret. A text that was cleaned stays as it is when it is
/// cleaned again.
///
/// What is found: values by their names (`password=`, `"token":`, `--psk x`, `<Secret>`, headers),
/// private keys in PEM whole or in part, user and password in addresses, and what has the shape of
/// a key, a token or a password's hash. What nobody can find is a secret without a name that looks
/// like a word or a number.
public final class Redactor {
  /// What stands in the place of a secret.
  public static final String REMOVED = "(removed)";

  private Redactor() {}

  /// The text without them.
  public static String clean(String text) {
    return RandomTokens.clean(Shapes.clean(NamedSecrets.clean(PemBlocks.clean(text))));
  }

  /// Whether what goes by that name, in a document of names and values, is a secret.
  public static boolean isSecret(String name) {
    return SecretName.isWhole(name);
  }
}
