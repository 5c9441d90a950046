package io.reeve.enroll;

import java.util.Arrays;

/// The bytes of a request or reply and their media type. A class and not a record because it holds
/// an array.
public final class HttpBody {
  /// No body at all.
  public static final HttpBody NONE = new HttpBody("", new byte[0]);

  private final String contentType;
  private final byte[] bytes;

  /// @param contentType the media type with its parameters; empty when there is none
  /// @param bytes the content; copied
  public HttpBody(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes.clone();
  }

  /// The media type with its parameters; empty when there is none.
  public String contentType() {
    return contentType;
  }

  /// A copy of the content.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// How many bytes there are.
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpBody that
        && contentType.equals(that.contentType)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
  }

  /// Says type and length only: a body may carry a secret.
  @Override
  public String toString() {
    return contentType + ", " + bytes.length + " bytes";
  }
}
