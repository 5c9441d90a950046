package io.reeve.platform.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What a value holds.
///
/// @param type one of the `REG_` types of [Advapi32Registry]
/// @param hex its bytes, two digits each
record RegistryData(int type, String hex) {
  static RegistryData of(int type, byte[] bytes) {
    return new RegistryData(type, HexFormat.of().formatHex(bytes));
  }

  static RegistryData text(int type, String text) {
    return of(type, Wide.of(text));
  }

  static RegistryData number(int number) {
    return of(Advapi32Registry.REG_DWORD, little(4).putInt(number).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /// The number, without a sign; empty when it is none.
  Optional<Long> number() {
    return type == Advapi32Registry.REG_DWORD && hex.length() == 8
        ? Optional.of(little(8).put(bytes()).getLong(0))
        : Optional.empty();
  }

  /// The text; empty when it is none.
  Optional<String> text() {
    boolean text = type == Advapi32Registry.REG_SZ || type == Advapi32Registry.REG_EXPAND_SZ;
    return text ? Optional.of(Wide.text(bytes())) : Optional.empty();
  }

  /// The lines; empty when it is no list.
  Optional<List<String>> lines() {
    return type == Advapi32Registry.REG_MULTI_SZ
        ? Optional.of(Wide.texts(bytes()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return type + ":" + hex;
  }

  /// The data of [#toString].
  static RegistryData parse(String text) {
    int end = text.indexOf(':');
    return new RegistryData(Integer.parseInt(text.substring(0, end)), text.substring(end + 1));
  }
}
