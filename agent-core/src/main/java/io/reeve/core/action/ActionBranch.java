package io.reeve.core.action;

import io.reeve.core.spi.RemoteAction;
import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The nodes the service may Exec. Mounted at each action's own address and at
/// `./Device/Vendor/Reeve/Actions`, whose children are the actions' names.
public final class ActionBranch implements Branch {
  /// Where Reeve's own actions live.
  public static final OmaUri HOME = OmaUri.parse("./Device/Vendor/Reeve/Actions");

  private final Map<String, RemoteAction> actions = new TreeMap<>();
  private final Function<OmaUri, Optional<RemoteAction>> others;
  private final ActionRunner runner;

  /// @param actions every action of the agent and the platform
  public ActionBranch(List<RemoteAction> actions, ActionRunner runner) {
    this(actions, _ -> Optional.empty(), runner);
  }

  /// @param actions every action of the agent and the platform
  /// @param others finds those that another branch answers for, by [#execute]
  public ActionBranch(
      List<RemoteAction> actions,
      Function<OmaUri, Optional<RemoteAction>> others,
      ActionRunner runner) {
    actions.forEach(action -> this.actions.put(key(action.uri()), action));
    this.others = others;
    this.runner = runner;
  }

  /// Every address this branch answers for.
  public List<OmaUri> mounts() {
    var mounts = new ArrayList<OmaUri>();
    mounts.add(HOME);
    actions.values().stream()
        .map(RemoteAction::uri)
        .filter(uri -> !uri.isBelow(HOME))
        .forEach(mounts::add);
    return mounts;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return OneByOne.answer(requests, atomic, this::reply, () -> takeBack(requests));
  }

  /// What is held back can still be given up; what was done cannot be taken back.
  ///
  /// @return whether nothing of these commands remains
  public boolean takeBack(List<Request> requests) {
    boolean all = true;
    for (var request : requests) {
      all &= request.verb() != Verb.EXEC || runner.takeBack(request.id());
    }
    return all;
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream()
        .map(request -> refusal(request).map(Reply.class::cast).orElseGet(Reply.Done::new))
        .toList();
  }

  private Reply reply(Request request) {
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (request.verb() == Verb.GET) {
      return new Reply.Interior(names());
    }
    return execute(request);
  }

  /// Has the action of that address done, which there must be.
  public Reply execute(Request request) {
    return answer(
        runner.run(request.id(), found(request.uri()).orElseThrow(), argument(request.data())));
  }

  private static Value argument(String data) {
    return data.isEmpty() ? Value.absent() : Value.of(data);
  }

  /// Whether people who are not the service stand for what is held back.
  public boolean isVouchedFor(Held held) {
    return found(OmaUri.parse(held.uri()))
        .filter(action -> action.isVouchedFor(argument(held.argument())))
        .isPresent();
  }

  private Optional<Reply.Refused> refusal(Request request) {
    var action = Optional.ofNullable(actions.get(key(request.uri())));
    boolean home = request.uri().segments().size() == HOME.segments().size() && action.isEmpty();
    if (action.isEmpty() && !home) {
      return Optional.of(new Reply.Refused(Code.NOT_FOUND, "no such action: " + request.uri()));
    }
    var allowed = home ? Verb.GET : Verb.EXEC;
    return request.verb() == allowed
        ? Optional.empty()
        : Optional.of(
            new Reply.Refused(
                Code.NOT_ALLOWED, request.verb() + " is not allowed on " + request.uri()));
  }

  private static Reply answer(Run run) {
    return switch (run) {
      case Run.Done _ -> new Reply.Done();
      case Run.Accepted() -> new Reply.Started();
      case Run.Refused(String reason) -> new Reply.Refused(Code.FORBIDDEN, reason);
      case Run.Denied(String reason) -> new Reply.Refused(Code.PERMISSION_DENIED, reason);
      case Run.Failed(String error) -> new Reply.Refused(Code.FAILED, error);
    };
  }

  /// Runs what was held back: its time has come. Another that is held back by now has a time of its
  /// own.
  ///
  /// @param id the command's
  public void release(String id) {
    runner
        .held()
        .filter(held -> held.id().equals(id))
        .ifPresent(held ->
            found(OmaUri.parse(held.uri()))
                .ifPresentOrElse(
                    action -> runner.release(held, action),
                    () -> runner.cancel(held, "this version of the agent has no such action")));
  }

  /// Begins again what was to end the machine for good, and was cut off.
  public void resume() {
    runner.resume(uri -> found(OmaUri.parse(uri)));
  }

  private List<String> names() {
    return actions.values().stream()
        .map(RemoteAction::uri)
        .filter(uri -> uri.isBelow(HOME))
        .map(OmaUri::name)
        .toList();
  }

  private Optional<RemoteAction> found(OmaUri uri) {
    return Optional.ofNullable(actions.get(key(uri))).or(() -> others.apply(uri));
  }

  private static String key(OmaUri uri) {
    return uri.toString().toLowerCase(Locale.ROOT);
  }
}
