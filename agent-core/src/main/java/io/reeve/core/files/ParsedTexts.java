package io.reeve.core.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What a pure function made of texts, for those it was given last: a text that is read again and
/// again, and is the same again and again, is parsed once. It is found by the whole text and by
/// nothing else, so what it gives is what the function would give.
public final class ParsedTexts<T> {
  private static final int MOST = 48;
  private static final int LONGEST = 256 << 10;

  private final Function<String, T> parse;
  private final Map<String, T> known = new LinkedHashMap<>(16, 0.75f, true);

  /// @param parse gives what nobody changes
  public ParsedTexts(Function<String, T> parse) {
    this.parse = parse;
  }

  /// What the function makes of the text. From any thread.
  public synchronized T of(String text) {
    if (text.length() > LONGEST) {
      return parse.apply(text);
    }
    var made = known.get(text);
    if (made == null) {
      made = parse.apply(text);
      known.put(text, made);
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return made;
  }
}
