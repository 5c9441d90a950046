package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Resolver.Resolved;
import io.reeve.core.tree.Tree.Node;
import io.reeve.core.tree.Tree.Response;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Reads nodes over the borders of branches: an interior node's children are those its branch
/// names, those the catalogue has there, and the branches that hang below it.
final class Reader {
  /// The most nodes of one `?list=`.
  static final int MAX_NODES = 10_000;

  private final Resolver resolver;

  Reader(Resolver resolver) {
    this.resolver = resolver;
  }

  Response respond(Resolved.Plain plain, Reply reply) {
    var request = plain.request();
    return Response.of(
        plain.asked(), request.verb() == Verb.GET ? merged(request.uri(), reply) : reply);
  }

  private Reply read(OmaUri uri) {
    return merged(uri, ask(resolver.branch(uri), uri));
  }

  private static Reply ask(Branch branch, OmaUri uri) {
    return branch.handle(List.of(Tree.read(uri)), false).replies().getFirst();
  }

  private Reply merged(OmaUri uri, Reply reply) {
    boolean missing = reply instanceof Reply.Refused refused && refused.code() == Code.NOT_FOUND;
    if (!missing && !(reply instanceof Reply.Interior)) {
      return reply;
    }
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    boolean found = !missing;
    if (reply instanceof Reply.Interior own) {
      names.addAll(own.children());
    }
    if (!resolver.branch(uri).equals(resolver.settings())
        && ask(resolver.settings(), uri) instanceof Reply.Interior catalogued) {
      found |= !catalogued.children().isEmpty();
      names.addAll(catalogued.children());
    }
    var mounted = resolver.below(uri);
    names.addAll(mounted);
    return found || !mounted.isEmpty() ? new Reply.Interior(List.copyOf(names)) : reply;
  }

  Response property(Resolved.Property asked) {
    var reply = read(asked.uri());
    if (reply instanceof Reply.Refused refused) {
      return Response.refused(refused.code(), refused.reason());
    }
    return value(asked, reply)
        .map(text ->
            new Response(
                Code.OK,
                "",
                List.of(
                    new Node(
                        asked.asked() + "?prop=" + asked.name(),
                        Optional.empty(),
                        Optional.of(text)))))
        .orElseGet(() -> Response.refused(Code.UNSUPPORTED, "property " + asked.name()));
  }

  private static Optional<String> value(Resolved.Property asked, Reply reply) {
    return switch (asked.name()) {
      case "Format" -> Optional.of(format(reply).wire());
      case "Name" -> Optional.of(asked.uri().name());
      case "Type" -> Optional.of(reply instanceof Reply.Leaf ? "text/plain" : "");
      case "Size" ->
          reply instanceof Reply.Leaf leaf
              ? Optional.of(String.valueOf(size(leaf)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Format format(Reply reply) {
    return reply instanceof Reply.Leaf leaf ? leaf.format() : Format.NODE;
  }

  private static int size(Reply.Leaf leaf) {
    return leaf.format() == Format.B64 || leaf.format() == Format.BIN
        ? new Value.Bytes(leaf.data()).bytes().length
        : leaf.data().getBytes(StandardCharsets.UTF_8).length;
  }

  Response list(Resolved.Listing asked) {
    var start = read(asked.uri());
    if (start instanceof Reply.Refused refused) {
      return Response.refused(refused.code(), refused.reason());
    }
    var nodes = new ArrayList<Node>();
    walk(asked.asked(), asked.uri(), start, asked.data(), nodes);
    return nodes.size() > MAX_NODES
        ? Response.refused(Code.TOO_LARGE, "more than " + MAX_NODES + " nodes")
        : new Response(Code.OK, "", nodes);
  }

  /// Stops one node over the limit. A node that cannot be read is left out.
  private void walk(String shown, OmaUri uri, Reply reply, boolean data, List<Node> nodes) {
    if (nodes.size() > MAX_NODES) {
      return;
    }
    switch (reply) {
      case Reply.Leaf leaf ->
          nodes.add(
              new Node(
                  shown,
                  Optional.of(leaf.format()),
                  data ? Optional.of(leaf.data()) : Optional.empty()));
      case Reply.Interior interior -> {
        nodes.add(new Node(shown, Optional.of(Format.NODE), Optional.empty()));
        if (uri.segments().size() < OmaUri.MAX_DEPTH) {
          for (var name : interior.children()) {
            var child = uri.child(name);
            walk(shown + "/" + name, child, read(child), data, nodes);
          }
        }
      }
      case Reply.Done _, Reply.Started _, Reply.Refused _ -> {
        // no Get access, or gone in the meantime
      }
    }
  }
}
