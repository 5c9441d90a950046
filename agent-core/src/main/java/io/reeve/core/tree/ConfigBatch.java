package io.reeve.core.tree;

import io.reeve.core.reconcile.Configuration;
import io.reeve.core.reconcile.Configuration.Change;
import io.reeve.core.reconcile.Configuration.Outcome;
import io.reeve.core.reconcile.Configuration.Pass;
import io.reeve.core.tree.Branch.Answer;
import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.CatalogPaths.Kind;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.Observation;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Setting;
import io.reeve.policy.Setting.Acceptance;
import io.reeve.policy.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Requests on settings that came together. Each is staged on a view of what would be wanted after
/// those before it; a pass then makes it so.
final class ConfigBatch {
  private static final OmaUri ROOT = new OmaUri(List.of());
  private static final Reply DONE = new Reply.Done();

  private final Configuration configuration;
  private final Catalog catalog;
  private final CatalogPaths paths;
  private final Map<OmaUri, Value> wanted;
  private final List<Staged> staged = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private final Deque<Pass> passes = new ArrayDeque<>();

  ConfigBatch(Configuration configuration, Catalog catalog, CatalogPaths paths) {
    this.configuration = configuration;
    this.catalog = catalog;
    this.paths = paths;
    wanted = new LinkedHashMap<>(configuration.wanted(Authority.SERVICE, ROOT));
  }

  /// A change and the request it came from.
  private record Staged(int request, Change change) {}

  List<Reply> check(List<Request> requests) {
    requests.forEach(this::stage);
    return replies;
  }

  Answer each(List<Request> requests) {
    for (var request : requests) {
      if (request.verb() == Verb.GET) {
        settle(false);
      }
      stage(request);
    }
    settle(false);
    return new Answer(replies, this::undo);
  }

  Answer whole(List<Request> requests) {
    requests.forEach(this::stage);
    if (firstBad().isEmpty()) {
      settle(true);
    }
    firstBad().ifPresent(this::takeBack);
    return new Answer(replies, this::undo);
  }

  private void stage(Request request) {
    var match = catalog.find(request.uri());
    replies.add(
        match.isPresent() ? onSetting(request, match.get()) : onInterior(request, request.uri()));
  }

  private Reply onSetting(Request request, Catalog.Match match) {
    var uri = match.uri();
    if (match.setting().readOnly() && request.verb() != Verb.GET) {
      return new Reply.Refused(Code.NOT_ALLOWED, uri + " can only be read");
    }
    return switch (request.verb()) {
      case ADD ->
          wanted.containsKey(uri)
              ? new Reply.Refused(Code.EXISTS, uri + " is set already")
              : set(request, match);
      case REPLACE -> set(request, match);
      case DELETE -> {
        if (!wanted.containsKey(uri)) {
          yield new Reply.Refused(Code.NOT_FOUND, uri + " is not set");
        }
        change(uri, Value.absent());
        yield DONE;
      }
      case GET -> read(match);
      case EXEC -> new Reply.Refused(Code.NOT_ALLOWED, uri + " cannot be executed");
    };
  }

  private Reply set(Request request, Catalog.Match match) {
    if (request.data().length() > Setting.MAX_VALUE_LENGTH) {
      return new Reply.Refused(
          Code.TOO_LARGE, request.data().length() + " characters for " + match.uri());
    }
    return switch (match.setting().accept(request.format(), request.data())) {
      case Acceptance.Accepted accepted -> {
        change(match.uri(), accepted.value());
        yield DONE;
      }
      case Acceptance.Rejected rejected ->
          new Reply.Refused(
              switch (rejected.kind()) {
                case BAD_VALUE -> Code.BAD_REQUEST;
                case WRONG_FORMAT -> Code.BAD_FORMAT;
              },
              rejected.reason());
    };
  }

  private Reply read(Catalog.Match match) {
    var format = match.setting().format();
    var own = wanted.get(match.uri());
    if (own != null) {
      return new Reply.Leaf(format, own.wire());
    }
    if (!CatalogPaths.isPerProvider(match.uri())
        && configuration.seen(match.uri()) instanceof Observation.Seen seen
        && !seen.value().isAbsent()) {
      return new Reply.Leaf(format, seen.value().wire());
    }
    return new Reply.Refused(Code.NOT_FOUND, match.uri() + " is not set");
  }

  private Reply onInterior(Request request, OmaUri uri) {
    var kind = paths.kind(uri);
    var below = wanted.keySet().stream().filter(each -> each.isBelow(uri)).toList();
    if (kind == Kind.NONE) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + uri);
    }
    boolean there = kind != Kind.DYNAMIC || !below.isEmpty();
    return switch (request.verb()) {
      case ADD -> {
        if (request.format().filter(format -> format != Format.NODE).isPresent()) {
          yield new Reply.Refused(Code.BAD_FORMAT, uri + " is an interior node");
        }
        yield there ? new Reply.Refused(Code.EXISTS, uri + " exists already") : DONE;
      }
      case REPLACE, EXEC ->
          new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " on interior node " + uri);
      case DELETE -> {
        if (kind == Kind.ROOT) {
          yield new Reply.Refused(Code.NOT_ALLOWED, uri + " cannot be deleted");
        }
        below.forEach(each -> change(each, Value.absent()));
        yield below.isEmpty() ? new Reply.Refused(Code.NOT_FOUND, uri + " is empty") : DONE;
      }
      case GET -> {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        below.forEach(each -> names.add(each.segments().get(uri.segments().size())));
        names.addAll(paths.roots(uri));
        yield there
            ? new Reply.Interior(List.copyOf(names))
            : new Reply.Refused(Code.NOT_FOUND, "nothing is set below " + uri);
      }
    };
  }

  private void change(OmaUri uri, Value value) {
    staged.add(new Staged(replies.size(), new Change(uri, value)));
    if (value.isAbsent()) {
      wanted.remove(uri);
    } else {
      wanted.put(uri, value);
    }
  }

  private void settle(boolean atomic) {
    if (staged.isEmpty()) {
      return;
    }
    var pass =
        configuration.apply(
            Authority.SERVICE, staged.stream().map(Staged::change).toList(), atomic);
    passes.push(pass);
    for (int i = 0; i < staged.size(); i++) {
      int request = staged.get(i).request;
      if (replies.get(request).equals(DONE)) {
        replies.set(request, reply(pass.outcomes().get(i)));
      }
    }
    staged.clear();
  }

  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> DONE;
      case Outcome.Pending _ -> new Reply.Started();
      case Outcome.NotApplicable no -> new Reply.Refused(Code.UNSUPPORTED, no.reason());
      case Outcome.Contested contested ->
          new Reply.Refused(Code.FAILED, "contested: " + contested.evidence());
      case Outcome.Failed failed -> new Reply.Refused(Code.FAILED, failed.error());
      case Outcome.RolledBack _ -> new Reply.Refused(Code.ROLLED_BACK, "");
      case Outcome.RollbackFailed failed -> new Reply.Refused(Code.ROLLBACK_FAILED, failed.error());
      case Outcome.NotExecuted _ -> new Reply.Refused(Code.NOT_EXECUTED, "");
    };
  }

  private Optional<Integer> firstBad() {
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof Reply.Refused refused && isOwnFailure(refused.code())) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean isOwnFailure(Code code) {
    return code != Code.ROLLED_BACK && code != Code.ROLLBACK_FAILED && code != Code.NOT_EXECUTED;
  }

  /// Answers for a whole that failed at one request. A pass undoes itself after a failure of its
  /// own, but not where it met a setting this machine cannot hold: that fails the whole here, so
  /// the pass is undone here. A refusal while staging comes before any pass.
  private void takeBack(int failed) {
    boolean standing = !passes.isEmpty() && isUnsupported(replies.get(failed));
    var undone = standing && !undo() ? Code.ROLLBACK_FAILED : Code.ROLLED_BACK;
    for (int i = 0; i < replies.size(); i++) {
      boolean open =
          !(replies.get(i) instanceof Reply.Refused refused) || isOwnFailure(refused.code());
      if (i != failed && open) {
        boolean done = i < failed || (standing && replies.get(i).equals(DONE));
        replies.set(i, new Reply.Refused(done ? undone : Code.NOT_EXECUTED, ""));
      }
    }
  }

  private static boolean isUnsupported(Reply reply) {
    return reply instanceof Reply.Refused refused && refused.code() == Code.UNSUPPORTED;
  }

  private boolean undo() {
    boolean all = true;
    while (!passes.isEmpty()) {
      all &= passes.pop().undo();
    }
    return all;
  }
}
