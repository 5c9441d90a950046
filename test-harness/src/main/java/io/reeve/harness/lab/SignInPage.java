package io.reeve.harness.lab;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// The page of the Federated policy: a user signs in with name and password and gets a one-time
/// enrolment token, which the page posts to the callback address of the device's browser view.
final class SignInPage {
  static final String PATH = "/EnrollmentServer/Auth";

  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Accounts accounts;
  private final Throttle throttle;

  SignInPage(Accounts accounts, Throttle throttle) {
    this.accounts = accounts;
    this.throttle = throttle;
  }

  WebReply serve(WebRequest request) {
    return switch (request.method()) {
      case "GET" -> ask(request.query(), "");
      case "POST" -> sign(WebRequest.form(request.text()));
      default -> WebReply.error(405, "only GET and POST here", "open this page in a browser");
    };
  }

  private WebReply sign(Map<String, String> form) {
    var user = form.getOrDefault("user", "");
    var password = form.getOrDefault("password", "").toCharArray();
    var callback = form.getOrDefault("appru", "");
    if (!mayReceive(callback)) {
      return refused(callback);
    }
    if (!throttle.mayTry(user) || !accounts.knows(user, password)) {
      throttle.failed(user);
      return ask(Map.of("appru", callback, "login_hint", user), "Name or password is wrong.");
    }
    throttle.succeeded(user);
    var token = accounts.newToken(user, TOKEN_LIFE, 1);
    return page(
        200,
        """
        <p>Signed in. This device can be enrolled now.</p>
        <form method="post" action="%s"><input type="hidden" name="wresult" value="%s">
        <button autofocus>Continue</button></form>\
        """
            .formatted(Markup.text(callback), Markup.text(token.secret())));
  }

  private static WebReply ask(Map<String, String> query, String problem) {
    var callback = query.getOrDefault("appru", "");
    if (!mayReceive(callback)) {
      return refused(callback);
    }
    return page(
        200,
        """
        <p>%s</p><form method="post" action="%s">
        <input type="hidden" name="appru" value="%s">
        <p><label>Name <input name="user" value="%s" autocomplete="username"></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password">
        </label></p><button>Sign in</button></form>\
        """
            .formatted(
                Markup.text(problem),
                PATH,
                Markup.text(callback),
                Markup.text(query.getOrDefault("login_hint", ""))));
  }

  /// A token is handed to an application on the same machine, never to a site.
  private static boolean mayReceive(String callback) {
    try {
      var uri = URI.create(callback);
      return "ms-app".equals(uri.getScheme())
          || ("http".equals(uri.getScheme())
              && uri.getHost() != null
              && LOOPBACK.contains(uri.getHost()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static WebReply refused(String callback) {
    return page(
        400, "<p>This page cannot hand a token to “%s”.</p>".formatted(Markup.text(callback)));
  }

  private static WebReply page(int status, String content) {
    return WebReply.of(
            status,
            "text/html; charset=utf-8",
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Enrol a device</title>"
                + content
                + "</html>")
        .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
  }
}
