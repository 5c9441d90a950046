package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// A branch of nodes in memory. Names decide what a node is like: one that begins with `fail`
/// answers 500 when written, one that begins with `stuck` cannot be put back, one that begins with
/// `run` can be executed.
public final class MemoryBranch implements Branch {
  /// What there is, by address in lower case.
  public final Map<String, String> nodes = new TreeMap<>();

  /// Every change and execution, in order.
  public final List<String> log = new ArrayList<>();

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = Map.copyOf(nodes);
    var replies = new ArrayList<Reply>();
    boolean failed = false;
    for (var request : requests) {
      var reply = failed && atomic ? new Reply.Refused(Code.NOT_EXECUTED, "") : reply(request);
      if (atomic && !failed && reply instanceof Reply.Refused) {
        failed = true;
        boolean undone = undo(before, requests);
        replies.replaceAll(
            _ -> new Reply.Refused(undone ? Code.ROLLED_BACK : Code.ROLLBACK_FAILED, ""));
      }
      replies.add(reply);
    }
    return new Answer(replies, () -> undo(before, requests));
  }

  private boolean undo(Map<String, String> before, List<Request> requests) {
    if (requests.stream().anyMatch(request -> request.uri().name().startsWith("stuck"))) {
      return false;
    }
    nodes.clear();
    nodes.putAll(before);
    log.add("undo");
    return true;
  }

  private Reply reply(Request request) {
    var key = key(request.uri());
    boolean there = nodes.containsKey(key);
    return switch (request.verb()) {
      case ADD -> there ? new Reply.Refused(Code.EXISTS, "") : write(request, key);
      case REPLACE -> there ? write(request, key) : new Reply.Refused(Code.NOT_FOUND, "");
      case DELETE -> {
        if (!there) {
          yield new Reply.Refused(Code.NOT_FOUND, "");
        }
        nodes.remove(key);
        log.add("delete " + request.uri().name());
        yield new Reply.Done();
      }
      case GET -> read(request.uri());
      case EXEC -> {
        if (!request.uri().name().startsWith("run")) {
          yield new Reply.Refused(Code.NOT_ALLOWED, "");
        }
        log.add("run " + request.uri().name() + " " + request.data());
        yield request.uri().name().equals("runlong") ? new Reply.Started() : new Reply.Done();
      }
    };
  }

  private Reply write(Request request, String key) {
    if (request.uri().name().startsWith("fail")) {
      return new Reply.Refused(Code.FAILED, "told to");
    }
    nodes.put(key, request.data());
    log.add(
        request.verb().name().toLowerCase(Locale.ROOT)
            + " "
            + request.uri().name()
            + "="
            + (request.data().length() > 40 ? request.data().length() : request.data()));
    return new Reply.Done();
  }

  private Reply read(OmaUri uri) {
    var key = key(uri);
    if (nodes.containsKey(key)) {
      return new Reply.Leaf(Format.CHR, nodes.get(key));
    }
    var names = new TreeSet<String>();
    for (var each : nodes.keySet()) {
      if (each.startsWith(key + "/")) {
        names.add(each.substring(key.length() + 1).split("/")[0]);
      }
    }
    return names.isEmpty()
        ? new Reply.Refused(Code.NOT_FOUND, "")
        : new Reply.Interior(List.copyOf(names));
  }

  public static String key(OmaUri uri) {
    return uri.toString().toLowerCase(Locale.ROOT);
  }
}
