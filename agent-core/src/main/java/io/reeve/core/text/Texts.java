package io.reeve.core.text;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of one language. To add a language is to add the file `texts_{language}.properties`
/// beside the others; a test compares keys, placeholders and lengths.
public final class Texts {
  static final String BUNDLE = "io.reeve.core.text.texts";
  private static final long MINUTES_AS_SUCH = 90;
  private static final long HOURS_AS_SUCH = 48;

  private final Locale locale;
  private final ResourceBundle bundle;

  private Texts(Locale locale, ResourceBundle bundle) {
    this.locale = locale;
    this.bundle = bundle;
  }

  /// In that language where there is a bundle for it, else in English; never in the one that the
  /// system happens to have.
  public static Texts of(Locale locale) {
    var strict =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new Texts(locale, ResourceBundle.getBundle(BUNDLE, locale, strict));
  }

  /// The language.
  public Locale locale() {
    return locale;
  }

  /// The text of that key.
  ///
  /// @param arguments for its placeholders
  public String of(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }

  /// Whether there is a text of that key.
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  /// A time that is left, as people say it: never less than is left.
  public String duration(Duration time) {
    long minutes = Math.ceilDiv(time.toSeconds(), 60);
    if (minutes < MINUTES_AS_SUCH) {
      return of("time.minutes", minutes);
    }
    long hours = Math.ceilDiv(minutes, 60);
    return hours <= HOURS_AS_SUCH
        ? of("time.hours", hours)
        : of("time.days", Math.ceilDiv(hours, 24));
  }
}
