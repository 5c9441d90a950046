package io.reeve.core.inventory;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Inventory/{table}`: a Get gives the table's rows as a JSON list. Tables
/// asked for together are read side by side, so a message waits for one deadline at most.
public final class InventoryBranch implements Branch {
  /// Where it is mounted.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Inventory");

  /// The longest answer, in characters.
  static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  private final Inventory inventory;

  public InventoryBranch(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var names = new LinkedHashSet<String>();
    requests.stream()
        .filter(request -> request.verb() == Verb.GET)
        .forEach(request -> table(request.uri()).ifPresent(names::add));
    var read = new LinkedHashMap<String, Inventory.Answer>();
    inventory.read(List.copyOf(names)).forEach(answer -> read.put(answer.name(), answer));
    var replies = new ArrayList<Reply>();
    requests.forEach(request -> replies.add(reply(request, read)));
    return Answer.unchanged(replies);
  }

  private Reply reply(Request request, Map<String, Inventory.Answer> read) {
    boolean root = request.uri().segments().size() == PREFIX.segments().size();
    var table = table(request.uri());
    if (!root && table.isEmpty()) {
      return new Reply.Refused(Code.NOT_FOUND, "there is no " + request.uri());
    }
    if (request.verb() != Verb.GET) {
      return new Reply.Refused(Code.NOT_ALLOWED, request.uri() + " can only be read");
    }
    return table
        .flatMap(name -> Optional.ofNullable(read.get(name)))
        .map(InventoryBranch::rows)
        .orElseGet(() -> new Reply.Interior(inventory.tables()));
  }

  private static Reply rows(Inventory.Answer answer) {
    if (answer.error().isPresent()) {
      var reason = answer.error().get();
      var code = reason.startsWith("not applicable") ? Code.UNSUPPORTED : Code.FAILED;
      return new Reply.Refused(code, "table " + answer.name() + ": " + reason);
    }
    var json = Json.write(answer.rows());
    return json.length() > MAX_CHARACTERS
        ? new Reply.Refused(Code.TOO_LARGE, "table " + answer.name() + " is too large; query it")
        : new Reply.Leaf(Format.CHR, json);
  }

  /// The table an address names.
  private Optional<String> table(OmaUri uri) {
    var name = uri.name().toLowerCase(Locale.ROOT);
    return uri.segments().size() == PREFIX.segments().size() + 1
            && inventory.columns(name).isPresent()
        ? Optional.of(name)
        : Optional.empty();
  }
}
