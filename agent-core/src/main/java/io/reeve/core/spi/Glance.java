package io.reeve.core.spi;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One look at many places. While it lasts, what several of them are read from is read once: a file
/// with a hundred entries, a program's word on its whole configuration. All of them are then seen
/// at one moment. Nothing may be written meanwhile, and nothing of it outlives the look: the next
/// one reads everything anew, so that no change can hide behind a time or a size.
public final class Glance {
  private static final ScopedValue<Glance> NOW = ScopedValue.newInstance();

  private final Map<Question<?>, Answer<?>> answers = new HashMap<>();

  private Glance() {}

  /// What places are read from. Equal ones have the same answer, so it is best a record of all that
  /// the answer depends on.
  @FunctionalInterface
  public interface Question<T> {
    T answer() throws IOException;
  }

  private record Answer<T>(Optional<T> good, Optional<IOException> bad) {
    static <T> Answer<T> to(Question<T> question) {
      try {
        return new Answer<>(Optional.of(question.answer()), Optional.empty());
      } catch (IOException e) {
        return new Answer<>(Optional.empty(), Optional.of(e));
      }
    }

    T get() throws IOException {
      if (bad.isPresent()) {
        throw bad.get();
      }
      return good.orElseThrow();
    }
  }

  /// Does the work in one look, or in the one that lasts already. For this thread only.
  public static <T> T during(Supplier<T> work) {
    return NOW.isBound() ? work.get() : ScopedValue.where(NOW, new Glance()).call(work::get);
  }

  /// The answer, or the failure, found out once while a look lasts and each time outside of one.
  @SuppressWarnings("unchecked") // an answer is kept under the question that gave it
  public static <T> T ask(Question<T> question) throws IOException {
    if (!NOW.isBound()) {
      return question.answer();
    }
    var known = (Answer<T>) NOW.get().answers.get(question);
    if (known == null) {
      known = Answer.to(question);
      NOW.get().answers.put(question, known);
    }
    return known.get();
  }
}
