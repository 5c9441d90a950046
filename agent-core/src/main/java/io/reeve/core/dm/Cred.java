package io.reeve.core.dm;

/// Credentials of a message's sender.
///
/// @param meta scheme (`Type`) and encoding (`Format`)
/// @param data the digest, or the encoded name and password
public record Cred(Meta meta, String data) {
  /// Without the data, which is a secret or can be turned into one.
  @Override
  public String toString() {
    return "Cred[" + meta.type().orElse("no type") + "]";
  }
}
