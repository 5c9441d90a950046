package io.reeve.core.tree;

import io.reeve.core.reconcile.Configuration;
import io.reeve.core.reconcile.Workloads;
import io.reeve.policy.Authority;
import io.reeve.policy.Catalog;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Spelling;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `./Device/Vendor/Reeve/Authorities/{Service|Manager|Local}/Disowned`: the workloads (categories
/// of the catalogue, with commas between) an authority has no say in. Its values there are kept and
/// shown; they are not written.
public final class AuthoritiesBranch implements Branch {
  /// Where it belongs in the tree.
  public static final OmaUri PREFIX = Workloads.NODE;

  private static final Logger LOG = LoggerFactory.getLogger(AuthoritiesBranch.class);
  private static final String LEAF = "Disowned";

  private final Configuration configuration;
  private final List<String> workloads;

  public AuthoritiesBranch(Configuration configuration, Catalog catalog) {
    this.configuration = configuration;
    this.workloads = Workloads.all(catalog);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = new EnumMap<Authority, Set<String>>(Authority.class);
    for (var authority : Authority.values()) {
      before.put(authority, configuration.disownedBy(authority));
    }
    return OneByOne.answer(
        requests, atomic, request -> reply(request, false), () -> restore(before));
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream().map(request -> reply(request, true)).toList();
  }

  private boolean restore(Map<Authority, Set<String>> before) {
    boolean all = true;
    for (var entry : before.entrySet()) {
      if (!configuration.disownedBy(entry.getKey()).equals(entry.getValue())) {
        all &= configuration.disown(entry.getKey(), entry.getValue()).isEmpty();
      }
    }
    return all;
  }

  /// @param dry whether only to say what would be refused
  private Reply reply(Request request, boolean dry) {
    var segments = request.uri().segments();
    var names = segments.subList(PREFIX.segments().size(), segments.size());
    if (names.isEmpty()) {
      return interior(request, Arrays.stream(Authority.values()).map(Workloads::name).toList());
    }
    var authority =
        Arrays.stream(Authority.values())
            .filter(each -> Workloads.name(each).equalsIgnoreCase(names.getFirst()))
            .findFirst();
    if (authority.isEmpty()
        || names.size() > 2
        || (names.size() == 2 && !names.getLast().equalsIgnoreCase(LEAF))) {
      return new Reply.Refused(Code.NOT_FOUND, "no such node: " + request.uri());
    }
    return names.size() == 1
        ? interior(request, List.of(LEAF))
        : leaf(request, authority.orElseThrow(), dry);
  }

  private static Reply interior(Request request, List<String> children) {
    return request.verb() == Verb.GET
        ? new Reply.Interior(children)
        : new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " is not for " + request.uri());
  }

  private Reply leaf(Request request, Authority authority, boolean dry) {
    var said = configuration.disownedBy(authority);
    return switch (request.verb()) {
      case GET ->
          said.isEmpty()
              ? notSet(request.uri())
              : new Reply.Leaf(Format.CHR, String.join(",", new TreeSet<>(said)));
      case ADD ->
          said.isEmpty() || dry
              ? take(request, authority, dry)
              : new Reply.Refused(Code.EXISTS, request.uri() + " is set already; replace it");
      case REPLACE -> take(request, authority, dry);
      case DELETE -> {
        if (dry) {
          yield new Reply.Done();
        }
        yield said.isEmpty() ? notSet(request.uri()) : disown(authority, Set.of());
      }
      case EXEC -> new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " cannot be executed");
    };
  }

  private static Reply notSet(OmaUri uri) {
    return new Reply.Refused(Code.NOT_FOUND, uri + " is not set");
  }

  private Reply take(Request request, Authority authority, boolean dry) {
    if (request.format().filter(format -> format != Format.CHR).isPresent()) {
      return new Reply.Refused(Code.BAD_FORMAT, request.uri() + " is chr");
    }
    var list = new TreeSet<String>();
    for (var word : request.data().split(",", -1)) {
      var workload = word.strip();
      if (!workload.isEmpty() && !workloads.contains(workload)) {
        var reason =
            "there is no workload '" + workload + "'" + Spelling.suggestion(workload, workloads);
        LOG.warn("{}: {}", request.uri(), reason);
        return new Reply.Refused(Code.BAD_REQUEST, reason);
      }
      if (!workload.isEmpty()) {
        list.add(workload);
      }
    }
    return dry ? new Reply.Done() : disown(authority, list);
  }

  private Reply disown(Authority authority, Set<String> list) {
    Optional<String> refused = configuration.disown(authority, list);
    return refused
        .<Reply>map(why -> new Reply.Refused(Code.FAILED, why))
        .orElseGet(Reply.Done::new);
  }
}
