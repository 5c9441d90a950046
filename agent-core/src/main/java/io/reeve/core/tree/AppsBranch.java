package io.reeve.core.tree;

import io.reeve.core.reconcile.SettingStatus;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `./Device/Vendor/Reeve/Apps/{id}`: beside the manifest, which is a setting, how far the app has
/// come. `Status` has the numbers of the MSI nodes: 10 asked for, 50 being installed, 55 to be
/// installed again, 60 failed, 70 done. `LastError` is the tool's reason. `Install` is executed to
/// have what failed tried again now. All else is the settings' branch's to answer.
public final class AppsBranch implements Branch {
  /// Where it belongs in the tree.
  public static final String PREFIX = "./Device/Vendor/Reeve/Apps";

  private static final String MANIFEST = "Manifest";
  private static final int DEPTH = 6;

  private final Apps apps;
  private final BesideSettings all;

  /// What the branch asks.
  public interface Apps {
    /// How the app's manifest stands; empty when no authority asks for it.
    Optional<SettingStatus> status(OmaUri manifest);

    /// Has what failed tried again.
    void retry(OmaUri manifest);
  }

  /// @param settings answers for manifests and what is above them
  public AppsBranch(Branch settings, Apps apps) {
    this.apps = apps;
    this.all = new BesideSettings(settings, AppsBranch::isOwn, this::reply);
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return all.handle(requests, atomic);
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return all.check(requests);
  }

  private static boolean isOwn(Request request) {
    return request.uri().segments().size() == DEPTH
        && List.of("Status", "LastError", "Install").contains(request.uri().name());
  }

  private Reply reply(Request request) {
    var segments = new ArrayList<>(request.uri().segments());
    segments.set(DEPTH - 1, MANIFEST);
    var manifest = new OmaUri(segments);
    var status = apps.status(manifest);
    if (status.isEmpty()) {
      return new Reply.Refused(Code.NOT_FOUND, "nobody asks for " + manifest);
    }
    var name = request.uri().name();
    if (request.verb() == Verb.GET) {
      return read(name, status.get());
    }
    if (request.verb() != Verb.EXEC || !name.equals("Install")) {
      return new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " on " + request.uri());
    }
    apps.retry(manifest);
    return new Reply.Started();
  }

  private static Reply read(String name, SettingStatus status) {
    return switch (name) {
      case "Status" -> new Reply.Leaf(Format.INT, Integer.toString(number(status)));
      case "LastError" -> new Reply.Leaf(Format.CHR, status.detail());
      default -> new Reply.Leaf(Format.NULL, "");
    };
  }

  private static int number(SettingStatus status) {
    return switch (status.state()) {
      case APPLIED -> 70;
      case PENDING -> 50;
      case DRIFTED, CONTESTED -> 55;
      case FAILED, NOT_APPLICABLE, ROLLED_BACK -> 60;
      case NOT_OWNED, NOT_WANTED, READ_ONLY -> 10;
    };
  }
}
