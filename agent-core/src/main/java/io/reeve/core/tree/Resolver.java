package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Tree.Mount;
import io.reeve.core.tree.Tree.Operation;
import io.reeve.core.tree.Tree.Response;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;

/// From the text of an address to the branch that answers for it, or to the status it deserves: URI
/// syntax, limits, suffix, in that order.
final class Resolver {
  private static final OmaUri REMOTE_FIND = OmaUri.parse("./Device/Vendor/MSFT/RemoteFind");

  private final Branch settings;
  private final Predicate<OmaUri> isSetting;
  private final List<Mount> longestFirst;

  Resolver(Branch settings, Predicate<OmaUri> isSetting, List<Mount> mounts) {
    this.settings = settings;
    this.isSetting = isSetting;
    Comparator<Mount> bySize = Comparator.comparingInt(mount -> mount.prefix().segments().size());
    longestFirst = mounts.stream().sorted(bySize.reversed()).toList();
    var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var mount : mounts) {
      if (!seen.add(mount.prefix().toString())) {
        throw new IllegalArgumentException("two branches at " + mount.prefix());
      }
    }
  }

  /// What an operation's address turned out to be.
  sealed interface Resolved {
    /// Nothing that can be asked for.
    record Wrong(Response response) implements Resolved {}

    /// A node.
    ///
    /// @param asked the address as it was written
    record Plain(String asked, Request request, Branch branch) implements Resolved {}

    /// `?prop=`
    record Property(String asked, OmaUri uri, String name) implements Resolved {}

    /// `?list=`
    ///
    /// @param data whether leaves carry their data
    record Listing(String asked, OmaUri uri, boolean data) implements Resolved {}
  }

  Resolved resolve(Operation operation) {
    var target = operation.target().strip();
    int mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    if (path.length() > OmaUri.MAX_LENGTH) {
      return wrong(Code.URI_TOO_LONG, "address over " + OmaUri.MAX_LENGTH + " characters");
    }
    if (path.chars().filter(c -> c == '/').count() > OmaUri.MAX_DEPTH) {
      return wrong(Code.URI_TOO_LONG, "address deeper than " + OmaUri.MAX_DEPTH + " segments");
    }
    try {
      var uri = OmaUri.parse(path);
      return mark < 0
          ? plain(operation, path, uri)
          : suffixed(operation.verb(), path, uri, target.substring(mark + 1));
    } catch (IllegalArgumentException e) {
      return wrong(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /// As [#resolve], but a Get is refused: an Atomic only changes things, save below RemoteFind,
  /// which can be read no other way.
  Resolved resolveAtomic(Operation operation) {
    var resolved = resolve(operation);
    boolean refused =
        resolved instanceof Resolved.Plain plain
            && plain.request().verb() == Verb.GET
            && !plain.request().uri().isBelow(REMOTE_FIND);
    return refused ? wrong(Code.FAILED, "a Get inside an Atomic") : resolved;
  }

  private Resolved plain(Operation operation, String asked, OmaUri uri) {
    var named = operation.format().filter(text -> !text.isBlank());
    var format = named.flatMap(Format::of);
    if (named.isPresent() && format.isEmpty() && operation.verb() != Verb.GET) {
      return wrong(Code.BAD_FORMAT, "unknown format '" + operation.format().orElse("") + "'");
    }
    if (uri.segments().isEmpty() && operation.verb() != Verb.GET) {
      return wrong(Code.NOT_ALLOWED, operation.verb() + " on the root");
    }
    var request =
        new Request(
            operation.id(),
            operation.verb(),
            uri,
            format,
            operation.type().filter(text -> !text.isBlank()),
            operation.data().orElse(""));
    return new Resolved.Plain(asked, request, branch(uri));
  }

  private static Resolved suffixed(Verb verb, String asked, OmaUri uri, String suffix) {
    int equals = suffix.indexOf('=');
    var name = (equals < 0 ? suffix : suffix.substring(0, equals)).toLowerCase(Locale.ROOT);
    var value = equals < 0 ? "" : suffix.substring(equals + 1);
    return switch (name) {
      case "prop" -> {
        if (verb == Verb.GET) {
          yield new Resolved.Property(asked, uri, value);
        }
        boolean renames = List.of("ACL", "Name", "Title").contains(value);
        yield verb == Verb.REPLACE && renames
            ? wrong(Code.UNSUPPORTED, "property " + value + " cannot be set here")
            : wrong(Code.NOT_ALLOWED, verb + " on property " + value);
      }
      case "list" -> {
        boolean struct = value.equals("Struct");
        if (!struct && !value.equals("StructData")) {
          yield wrong(Code.UNSUPPORTED, "?list=" + value);
        }
        yield verb == Verb.GET
            ? new Resolved.Listing(asked, uri, !struct)
            : wrong(Code.NOT_ALLOWED, verb + " on ?list=");
      }
      default -> wrong(Code.UNSUPPORTED, "?" + suffix);
    };
  }

  private static Resolved wrong(Code code, String reason) {
    return new Resolved.Wrong(Response.refused(code, reason));
  }

  Branch branch(OmaUri uri) {
    if (isSetting.test(uri)) {
      return settings;
    }
    return longestFirst.stream()
        .filter(mount -> uri.isBelow(mount.prefix()))
        .findFirst()
        .map(Mount::branch)
        .orElse(settings);
  }

  Branch settings() {
    return settings;
  }

  /// The names by which branches hang directly or deeper below an address.
  List<String> below(OmaUri uri) {
    int depth = uri.segments().size();
    return longestFirst.stream()
        .map(Mount::prefix)
        .filter(prefix -> prefix.segments().size() > depth && prefix.isBelow(uri))
        .map(prefix -> prefix.segments().get(depth))
        .toList();
  }

  List<OmaUri> prefixes() {
    return longestFirst.stream()
        .map(Mount::prefix)
        .sorted(Comparator.comparing(OmaUri::toString))
        .toList();
  }
}
