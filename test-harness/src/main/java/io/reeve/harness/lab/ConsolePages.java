package io.reeve.harness.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The helpdesk's console: a page and its parts, the same for everyone. Nothing in them is secret;
/// what they show comes from the JSON API, which wants the administrator's token.
final class ConsolePages {
  static final String PREFIX = "/console/";

  private static final String PAGE = "index.html";

  private static final List<String> NAMES =
      List.of(
          PAGE,
          "style.css",
          "icon.svg",
          "main.js",
          "service.js",
          "live.js",
          "dom.js",
          "words.js",
          "devices.js",
          "device.js",
          "actions.js",
          "dialogs.js",
          "commands.js",
          "reports.js",
          "timeline.js",
          "profiles.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /// Only our own files, no inline script or style, no markup made from text, no framing, and
  /// nothing sent anywhere but here.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final Map<String, WebReply> pages = new HashMap<>();

  ConsolePages() {
    NAMES.forEach(name -> pages.put(PREFIX + name, page(name)));
    pages.put(PREFIX, page(PAGE));
  }

  WebReply serve(WebRequest request) {
    if (!request.method().equals("GET")) {
      return WebReply.error(405, "only GET here", "open " + PREFIX + " in a browser")
          .with("Allow", "GET");
    }
    if (request.path().equals("/")) {
      return WebReply.of(303, "", "").with("Location", PREFIX);
    }
    var page = pages.get(request.path());
    return page == null
        ? WebReply.error(404, "there is no " + request.path(), "the console is at " + PREFIX)
        : page;
  }

  private static WebReply page(String name) {
    var type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    return WebReply.of(200, type, bytes(name))
        .with("Content-Security-Policy", POLICY)
        .with("X-Content-Type-Options", "nosniff")
        .with("X-Frame-Options", "DENY")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static byte[] bytes(String name) {
    try (var in = ConsolePages.class.getResourceAsStream("console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the console's " + name + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
