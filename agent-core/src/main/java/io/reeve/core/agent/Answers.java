package io.reeve.core.agent;

import io.reeve.core.person.PersonPolicy;
import io.reeve.core.person.Restarts;
import io.reeve.core.text.LetterText;
import io.reeve.core.text.Refusal;
import java.util.Optional;
import java.util.function.Supplier;

/// What people answer, by a button of a letter or in the menu. Anybody at the machine may call it:
/// what changes nothing costs nothing. On the loop's thread.
final class Answers {
  private final Restarts restarts;
  private final Letters letters;
  private final Supplier<PersonPolicy> policy;
  private final Runnable changed;
  private final Runnable soon;

  /// @param changed called when people have to know something else
  /// @param soon called when something is to be done
  Answers(
      Restarts restarts,
      Letters letters,
      Supplier<PersonPolicy> policy,
      Runnable changed,
      Runnable soon) {
    this.restarts = restarts;
    this.letters = letters;
    this.policy = policy;
    this.changed = changed;
    this.soon = soon;
  }

  /// @param around who is here
  /// @param user by the kernel's word
  /// @param letter its id; [LetterText#MENU] for the menu
  /// @return why nothing was done; empty when it was
  Optional<Refusal> answer(Around around, String user, String letter, String button) {
    return switch (button) {
      case LetterText.SEEN, LetterText.PUT, LetterText.UNSHOWN -> {
        tell(user, letter, button);
        yield Optional.empty();
      }
      case LetterText.LATER -> decided(around, user, letter, this::postpone);
      case LetterText.NOW -> decided(around, user, letter, () -> hurry(around, user));
      default -> Optional.of(Refusal.NO_SUCH_BUTTON);
    };
  }

  /// How far a letter has come. Only one that this user has now can have come anywhere.
  private void tell(String user, String letter, String button) {
    if (letters.has(letter, user)) {
      switch (button) {
        case LetterText.SEEN -> {
          letters.seen(letter, user);
          changed.run();
        }
        case LetterText.PUT -> letters.put(letter, user);
        default -> {
          if (letters.unshown(letter, user)) {
            soon.run();
          }
        }
      }
    }
  }

  private Optional<Refusal> decided(
      Around around, String user, String letter, Supplier<Optional<Refusal>> work) {
    if (!letter.equals(LetterText.MENU) && !letters.isRestart(letter)) {
      return Optional.of(Refusal.OUT_OF_DATE);
    }
    var refusal = around.decides(user) ? work.get() : Optional.of(Refusal.NOT_YOURS);
    if (refusal.isEmpty()) {
      soon.run();
    }
    return refusal;
  }

  private Optional<Refusal> postpone() {
    return restarts.postpone(policy.get()) ? Optional.empty() : Optional.of(Refusal.NO_MORE);
  }

  private Optional<Refusal> hurry(Around around, String user) {
    return restarts.hurry(!around.isAlone(user), policy.get())
        ? Optional.empty()
        : Optional.of(Refusal.NOTHING_PLANNED);
  }
}
