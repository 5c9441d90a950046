package io.reeve.core.tree;

import io.reeve.core.tree.Branch.Reply;
import io.reeve.core.tree.Branch.Request;
import io.reeve.core.tree.Branch.Verb;
import io.reeve.core.tree.Resolver.Resolved;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The management tree: finds the branch that answers for each address, and hands over operations
/// that follow each other and belong to the same branch together.
///
/// A setting's address belongs to the settings branch wherever it lies; any other to the branch
/// with the longest matching prefix; what no prefix matches, to the settings branch again.
public final class Tree {
  private final Resolver resolver;
  private final Reader reader;

  /// @param settings answers for the catalogue's addresses and whatever no other branch does
  /// @param isSetting whether the catalogue has a row for an address
  /// @param mounts the other branches; no two with the same prefix
  public Tree(Branch settings, Predicate<OmaUri> isSetting, List<Mount> mounts) {
    resolver = new Resolver(settings, isSetting, mounts);
    reader = new Reader(resolver);
  }

  /// A branch and the address at and below which it answers.
  public record Mount(OmaUri prefix, Branch branch) {
    /// @param prefix for example `./DevInfo`
    public static Mount at(String prefix, Branch branch) {
      return new Mount(OmaUri.parse(prefix), branch);
    }
  }

  /// One thing to do, as the service wrote it.
  ///
  /// @param id as [Branch.Request#id]
  /// @param target the address with its `?` suffix, untrimmed
  /// @param format the Meta's `Format` as written
  /// @param type the Meta's `Type` as written
  /// @param data the text of `Data`; empty when there was none
  public record Operation(
      String id,
      Verb verb,
      String target,
      Optional<String> format,
      Optional<String> type,
      Optional<String> data) {
    /// Without the data, which may be a secret.
    @Override
    public String toString() {
      return verb + " " + target;
    }
  }

  /// A node found by a Get.
  ///
  /// @param uri its address, spelt as it was asked for
  /// @param format empty for a property of a node
  /// @param data empty where only the structure was asked for
  public record Node(String uri, Optional<Format> format, Optional<String> data) {}

  /// How one operation went.
  ///
  /// @param code its status
  /// @param reason what was wrong; empty when nothing was
  /// @param nodes what a Get found
  public record Response(Code code, String reason, List<Node> nodes) {
    public Response {
      nodes = List.copyOf(nodes);
    }

    static Response refused(Code code, String reason) {
      return new Response(code, reason, List.of());
    }

    static Response of(String uri, Reply reply) {
      return switch (reply) {
        case Reply.Done _ -> new Response(Code.OK, "", List.of());
        case Reply.Started _ -> new Response(Code.ACCEPTED, "", List.of());
        case Reply.Leaf leaf -> found(uri, leaf.format(), leaf.data());
        case Reply.Interior interior ->
            found(uri, Format.NODE, String.join("/", interior.children()));
        case Reply.Refused refused -> refused(refused.code(), refused.reason());
      };
    }

    static Response found(String uri, Format format, String data) {
      return new Response(
          Code.OK, "", List.of(new Node(uri, Optional.of(format), Optional.of(data))));
    }
  }

  /// Does the operations in order, each for itself.
  ///
  /// @return one response for each, in the same order
  public List<Response> run(List<Operation> operations) {
    var resolved = operations.stream().map(resolver::resolve).toList();
    var responses = new ArrayList<Response>();
    while (responses.size() < resolved.size()) {
      int from = responses.size();
      switch (resolved.get(from)) {
        case Resolved.Wrong wrong -> responses.add(wrong.response());
        case Resolved.Property property -> responses.add(reader.property(property));
        case Resolved.Listing listing -> responses.add(reader.list(listing));
        case Resolved.Plain plain -> {
          var group = group(resolved, from, plain.branch());
          var requests = group.stream().map(Resolved.Plain::request).toList();
          var replies = plain.branch().handle(requests, false).replies();
          for (int i = 0; i < group.size(); i++) {
            responses.add(reader.respond(group.get(i), replies.get(i)));
          }
        }
      }
    }
    return responses;
  }

  /// The operations from there on that follow each other in the same branch.
  private static List<Resolved.Plain> group(List<Resolved> resolved, int from, Branch branch) {
    var group = new ArrayList<Resolved.Plain>();
    for (var each : resolved.subList(from, resolved.size())) {
      if (each instanceof Resolved.Plain plain && plain.branch().equals(branch)) {
        group.add(plain);
      } else {
        break;
      }
    }
    return group;
  }

  /// What became of an `Atomic`.
  ///
  /// @param good whether all of it was done; else nothing was, or what could not be undone is
  ///   answered [Code#ROLLBACK_FAILED]
  /// @param responses one for each operation
  public record Whole(boolean good, List<Response> responses) {}

  /// Does all of the operations or none. Every one is checked before the first is carried out. One
  /// that fails has its own status, those before it are answered [Code#ROLLED_BACK] and those after
  /// it [Code#NOT_EXECUTED], whether the failure was seen by the check or in doing it.
  public Whole atomic(List<Operation> operations) {
    var resolved = operations.stream().map(resolver::resolveAtomic).toList();
    var refusal = firstRefusal(resolved);
    if (refusal.isPresent()) {
      return AtomicRun.refused(resolved.size(), refusal.get().index, refusal.get().response);
    }
    var plain = resolved.stream().map(Resolved.Plain.class::cast).toList();
    return new AtomicRun(reader, plain).run();
  }

  private record Refusal(int index, Response response) {}

  private Optional<Refusal> firstRefusal(List<Resolved> resolved) {
    for (int i = 0; i < resolved.size(); ) {
      switch (resolved.get(i)) {
        case Resolved.Wrong wrong -> {
          return Optional.of(new Refusal(i, wrong.response()));
        }
        case Resolved.Property _, Resolved.Listing _ -> {
          return Optional.of(
              new Refusal(i, Response.refused(Code.UNSUPPORTED, "a query inside an Atomic")));
        }
        case Resolved.Plain plain -> {
          var group = group(resolved, i, plain.branch());
          var replies = plain.branch().check(group.stream().map(Resolved.Plain::request).toList());
          for (int j = 0; j < replies.size(); j++) {
            if (replies.get(j) instanceof Reply.Refused refused) {
              return Optional.of(
                  new Refusal(i + j, Response.refused(refused.code(), refused.reason())));
            }
          }
          i += group.size();
        }
      }
    }
    return Optional.empty();
  }

  /// The addresses at which branches answer, in order.
  public List<OmaUri> prefixes() {
    return resolver.prefixes();
  }

  /// The same request made by the tree itself.
  static Request read(OmaUri uri) {
    return new Request("", Verb.GET, uri, Optional.empty(), Optional.empty(), "");
  }
}
