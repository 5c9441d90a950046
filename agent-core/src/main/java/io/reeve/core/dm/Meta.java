package io.reeve.core.dm;

import java.util.Optional;

/// What is said about data. Each component is the text of the element of that name, trimmed; empty
/// when it is absent.
///
/// @param format how the data is written, for example `chr`
/// @param type the media type, the alert type, or the authentication scheme
/// @param mark how important an alert is
/// @param size the bytes of a large object, as its sender declares them
/// @param nextNonce the nonce to use next, base64
/// @param maxMsgSize the largest message the sender accepts
/// @param maxObjSize the largest object the sender accepts
public record Meta(
    Optional<String> format,
    Optional<String> type,
    Optional<String> mark,
    Optional<String> size,
    Optional<String> nextNonce,
    Optional<String> maxMsgSize,
    Optional<String> maxObjSize) {

  /// Nothing said.
  public static final Meta NONE =
      new Meta(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Only a format.
  public static Meta format(String format) {
    return NONE.withFormat(format);
  }

  /// A format and a type.
  public static Meta of(String format, String type) {
    return NONE.withFormat(format).withType(type);
  }

  /// With this format.
  public Meta withFormat(String text) {
    return new Meta(Optional.of(text), type, mark, size, nextNonce, maxMsgSize, maxObjSize);
  }

  /// With this type.
  public Meta withType(String text) {
    return new Meta(format, Optional.of(text), mark, size, nextNonce, maxMsgSize, maxObjSize);
  }

  /// With this size of a large object; without one when empty.
  public Meta withSize(Optional<String> text) {
    return new Meta(format, type, mark, text, nextNonce, maxMsgSize, maxObjSize);
  }

  /// With this nonce, base64.
  public Meta withNextNonce(String text) {
    return new Meta(format, type, mark, size, Optional.of(text), maxMsgSize, maxObjSize);
  }

  /// With these limits of what the sender accepts.
  public Meta withLimits(long message, long object) {
    return new Meta(
        format,
        type,
        mark,
        size,
        nextNonce,
        Optional.of(Long.toString(message)),
        Optional.of(Long.toString(object)));
  }

  /// This, and where it says nothing, what `outer` says: an Item's Meta overrides its command's
  /// child by child.
  public Meta over(Meta outer) {
    return new Meta(
        format.or(outer::format),
        type.or(outer::type),
        mark.or(outer::mark),
        size.or(outer::size),
        nextNonce.or(outer::nextNonce),
        maxMsgSize.or(outer::maxMsgSize),
        maxObjSize.or(outer::maxObjSize));
  }

  /// Whether nothing is said.
  public boolean isEmpty() {
    return equals(NONE);
  }
}
