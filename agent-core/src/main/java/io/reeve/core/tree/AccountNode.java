package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Verb;
import io.reeve.policy.Format;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A leaf of the account's part of the tree.
///
/// @param path below the account, for example `Poll/PollOnLogin`
/// @param format of its value
/// @param access the commands it allows
/// @param read its value; empty when it is not there
/// @param write takes a value, or for Delete an empty one; throws an [IllegalArgumentException] for
///   one that cannot be
record AccountNode(
    String path,
    Format format,
    Set<Verb> access,
    Function<AccountDraft, Optional<String>> read,
    BiConsumer<AccountDraft, Optional<String>> write) {

  static AccountNode readable(
      String path, Format format, Function<AccountDraft, Optional<String>> read) {
    return new AccountNode(
        path,
        format,
        EnumSet.of(Verb.GET),
        read,
        (_, _) -> {
          throw new IllegalStateException(path + " cannot be written");
        });
  }

  static AccountNode writable(
      String path,
      Format format,
      Function<AccountDraft, Optional<String>> read,
      BiConsumer<AccountDraft, String> write) {
    return new AccountNode(
        path,
        format,
        EnumSet.of(Verb.ADD, Verb.GET, Verb.REPLACE),
        read,
        (draft, value) -> write.accept(draft, value.orElse("")));
  }

  /// A secret: it can be set and never read.
  static AccountNode secret(String path, Format format, BiConsumer<AccountDraft, String> write) {
    return new AccountNode(
        path,
        format,
        EnumSet.of(Verb.ADD, Verb.REPLACE),
        _ -> Optional.empty(),
        (draft, value) -> write.accept(draft, value.orElse("")));
  }

  /// A value of DMClient that the account keeps as it came.
  static AccountNode kept(String path, Format format) {
    return new AccountNode(
        path,
        format,
        EnumSet.of(Verb.ADD, Verb.GET, Verb.REPLACE, Verb.DELETE),
        draft -> Optional.ofNullable(draft.dmClient.get(path)),
        (draft, value) ->
            value.ifPresentOrElse(
                text -> draft.dmClient.put(path, checked(format, text)),
                () -> draft.dmClient.remove(path)));
  }

  private static String checked(Format format, String text) {
    return switch (format) {
      case INT -> Long.toString(Numbers.within(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case BOOL -> Boolean.toString(Numbers.truth(text));
      case B64, BIN, CHR, DATE, FLOAT, NODE, NULL, TIME, XML -> text;
    };
  }
}
