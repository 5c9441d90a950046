package io.reeve.core.tree;

import io.reeve.enroll.DmAccount;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The enrolment in the tree: `./SyncML/DMAcc`, `DMClient` and `CertificateStore/MY/WSTEP`. The
/// requests of a batch change one draft, which then takes the account's place in one step.
public final class AccountBranch implements Branch {
  /// Where the end of the enrolment is executed, whichever of its addresses the service uses.
  public static final OmaUri UNENROLL = OmaUri.parse("./Device/Vendor/MSFT/DMClient/Unenroll");

  private static final Set<String> ENDS = Set.of("Unenroll", "Provider/*/Unenroll");

  private final OmaUri prefix;
  private final AccountPort port;
  private final Branch retire;
  private final List<AccountNode> nodes;
  private final Set<String> executable;
  private final Function<List<String>, Optional<String>> below;
  private final String account;

  private AccountBranch(
      String prefix,
      AccountPort port,
      Branch retire,
      List<AccountNode> nodes,
      Set<String> executable,
      String account,
      Function<List<String>, Optional<String>> below) {
    this.prefix = OmaUri.parse(prefix);
    this.port = port;
    this.retire = retire;
    this.nodes = nodes;
    this.executable = executable;
    this.account = account;
    this.below = below;
  }

  /// All parts of the tree that show this enrolment; to be made anew for another.
  ///
  /// @param retire answers for [#UNENROLL]
  public static List<Tree.Mount> mounts(AccountPort port, Branch retire) {
    var branches =
        List.of(
            new AccountBranch(
                "./SyncML/DMAcc",
                port,
                retire,
                prefixed("*/", DmAccNodes.all()),
                Set.of(),
                DmAccNodes.account(port.account().providerId()),
                AccountBranch::anyAccount),
            new AccountBranch(
                "./Device/Vendor/MSFT/DMClient",
                port,
                retire,
                dmClient(port),
                ENDS,
                encoded(port.account().providerId()),
                path -> provider(path, port.account())),
            new AccountBranch(
                "./Device/Vendor/MSFT/CertificateStore/MY/WSTEP",
                port,
                retire,
                WstepNodes.all(port),
                Set.of("Renew/RenewNow"),
                "",
                path -> Optional.of(String.join("/", path))));
    return branches.stream().map(branch -> new Tree.Mount(branch.prefix, branch)).toList();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<AccountNode> dmClient(AccountPort port) {
    var nodes = new ArrayList<>(prefixed("Provider/*/", DmClientNodes.all(port)));
    nodes.add(AccountNode.readable("HWDevID", Format.CHR, _ -> Optional.of(port.hardwareId())));
    return nodes;
  }

  private static List<AccountNode> prefixed(String start, List<AccountNode> nodes) {
    return nodes.stream()
        .map(node ->
            new AccountNode(
                start + node.path(), node.format(), node.access(), node.read(), node.write()))
        .toList();
  }

  /// There is one account, and services in the field address it by names of their own.
  private static Optional<String> anyAccount(List<String> path) {
    var names = new ArrayList<>(path);
    if (!names.isEmpty()) {
      names.set(0, "*");
    }
    return Optional.of(String.join("/", names));
  }

  private static Optional<String> provider(List<String> path, DmAccount account) {
    var names = new ArrayList<>(path);
    if (names.size() > 1 && names.getFirst().equalsIgnoreCase("Provider")) {
      var id = URLDecoder.decode(names.get(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      if (!id.equalsIgnoreCase(account.providerId())) {
        return Optional.empty();
      }
      names.set(1, "*");
    }
    return Optional.of(String.join("/", names));
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var batch = new AccountBatch(this, port, new AccountDraft(port.account()));
    return batch.run(requests, atomic);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return new AccountBatch(this, port, new AccountDraft(port.account())).check(requests);
  }

  /// The path of an address below this branch, with `*` for the name of the account; empty when it
  /// is about another account.
  Optional<String> path(OmaUri uri) {
    try {
      return below.apply(uri.segments().subList(prefix.segments().size(), uri.segments().size()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Optional<AccountNode> node(String path) {
    return nodes.stream().filter(node -> node.path().equalsIgnoreCase(path)).findFirst();
  }

  boolean isExecutable(String path) {
    return executable.stream().anyMatch(path::equalsIgnoreCase);
  }

  /// The names below an interior node; empty when there is no such node.
  Optional<List<String>> children(String path, AccountDraft draft) {
    var start = path.isEmpty() ? "" : path + "/";
    boolean known = false;
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var each : executable) {
      if (each.regionMatches(true, 0, start, 0, start.length())) {
        known = true;
        names.add(first(each, start));
      }
    }
    for (var node : nodes) {
      if (node.path().regionMatches(true, 0, start, 0, start.length())) {
        known = true;
        boolean writeOnly = !node.access().contains(Verb.GET);
        if (writeOnly || node.read().apply(draft).isPresent()) {
          names.add(first(node.path(), start));
        }
      }
    }
    return known ? Optional.of(List.copyOf(names)) : Optional.empty();
  }

  private String first(String path, String start) {
    var rest = path.substring(start.length());
    var name = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    return name.equals("*") ? account : name;
  }

  /// Has something done. What the service gives to [#UNENROLL] is its own name, which says nothing
  /// that is not known.
  Answer execute(Request request, String path) {
    if (ENDS.stream().anyMatch(path::equalsIgnoreCase)) {
      var end =
          new Request(request.id(), Verb.EXEC, UNENROLL, Optional.empty(), Optional.empty(), "");
      return retire.handle(List.of(end), false);
    }
    port.renew();
    return Answer.irrevocable(List.of(new Reply.Done()));
  }
}
