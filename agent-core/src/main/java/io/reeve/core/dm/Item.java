package io.reeve.core.dm;

import java.util.Optional;

/// One node, or one piece of data, of a command.
///
/// @param target the address of the node a command is about
/// @param source the address of the node an answer or an alert is about
/// @param meta what is said about the data
/// @param data the text of `Data` untrimmed; text, CDATA and embedded XML give the same value,
///   embedded XML as inner XML with the namespaces it needs. Empty when the element is absent
/// @param moreData whether further chunks follow
public record Item(
    Optional<String> target,
    Optional<String> source,
    Meta meta,
    Optional<String> data,
    boolean moreData) {

  /// A node to act on, without data.
  public static Item target(String uri) {
    return new Item(Optional.of(uri), Optional.empty(), Meta.NONE, Optional.empty(), false);
  }

  /// A node to act on, with its format and data.
  public static Item target(String uri, String format, String data) {
    return new Item(
        Optional.of(uri), Optional.empty(), Meta.format(format), Optional.of(data), false);
  }

  /// A node reported, with its data.
  public static Item source(String uri, Meta meta, String data) {
    return new Item(Optional.empty(), Optional.of(uri), meta, Optional.of(data), false);
  }

  /// Data alone.
  public static Item data(Meta meta, String data) {
    return new Item(Optional.empty(), Optional.empty(), meta, Optional.of(data), false);
  }

  /// This item with another Meta.
  public Item withMeta(Meta other) {
    return new Item(target, source, other, data, moreData);
  }

  /// This item with another piece of data.
  public Item withData(String text, boolean more) {
    return new Item(target, source, meta, Optional.of(text), more);
  }

  /// Without the data, which may be a secret.
  @Override
  public String toString() {
    return "Item["
        + target.or(() -> source).orElse("")
        + data.map(text -> ", " + text.length() + " characters").orElse("")
        + (moreData ? ", more to come]" : "]");
  }
}
