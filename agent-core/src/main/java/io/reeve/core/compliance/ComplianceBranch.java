package io.reeve.core.compliance;

import io.reeve.core.tree.Branch;
import io.reeve.core.tree.Code;
import io.reeve.core.tree.OneByOne;
import io.reeve.policy.CompliancePolicy;
import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import io.reeve.policy.ProblemsException;
import io.reeve.policy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// `./Device/Vendor/Reeve/Compliance`: the `Policy` document, the `State` in short, and
/// `Verdicts/{rule}`, all JSON.
public final class ComplianceBranch implements Branch {
  /// Where it is mounted.
  public static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/Reeve/Compliance");

  private final ComplianceKeeper keeper;
  private final Runnable policyChanged;

  /// @param policyChanged called when there is a new policy, which is still to be judged by
  public ComplianceBranch(ComplianceKeeper keeper, Runnable policyChanged) {
    this.keeper = keeper;
    this.policyChanged = policyChanged;
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    var before = keeper.policyText();
    return OneByOne.answer(requests, atomic, this::reply, () -> restore(before));
  }

  @Override
  public List<Reply> check(List<Request> requests) {
    return requests.stream().map(this::checked).toList();
  }

  private Reply checked(Request request) {
    boolean writes = request.verb() == Verb.ADD || request.verb() == Verb.REPLACE;
    boolean policy =
        names(request).size() == 1 && names(request).getFirst().equalsIgnoreCase("Policy");
    return writes && policy ? problem(request) : new Reply.Done();
  }

  private boolean restore(Optional<String> before) {
    if (keeper.policyText().equals(before)) {
      return true;
    }
    try {
      if (before.isPresent()) {
        keeper.takePolicy(before.get());
        policyChanged.run();
      } else {
        keeper.dropPolicy();
      }
      return true;
    } catch (ProblemsException _) {
      // The one before was of an older agent and cannot be taken back; the caller says so.
      return false;
    }
  }

  private static List<String> names(Request request) {
    var segments = request.uri().segments();
    return segments.subList(PREFIX.segments().size(), segments.size());
  }

  private Reply reply(Request request) {
    var names = names(request);
    if (names.isEmpty()) {
      return read(request, _ -> interior(List.of("Policy", "State", "Verdicts")));
    }
    return switch (names.getFirst().toLowerCase(Locale.ROOT)) {
      case "policy" -> names.size() == 1 ? policy(request) : notFound(request);
      case "state" -> names.size() == 1 ? read(request, _ -> state()) : notFound(request);
      case "verdicts" -> verdicts(request, names);
      default -> notFound(request);
    };
  }

  private Reply policy(Request request) {
    var present = keeper.policyText();
    return switch (request.verb()) {
      case GET -> present.<Reply>map(ComplianceBranch::leaf).orElseGet(() -> notFound(request));
      case ADD ->
          present.isPresent()
              ? new Reply.Refused(Code.EXISTS, "there is a compliance policy already; replace it")
              : take(request);
      case REPLACE -> take(request);
      case DELETE -> {
        keeper.dropPolicy();
        yield present.isPresent() ? new Reply.Done() : notFound(request);
      }
      case EXEC -> notAllowed(request);
    };
  }

  private Reply take(Request request) {
    var problem = problem(request);
    if (!(problem instanceof Reply.Done)) {
      return problem;
    }
    try {
      keeper.takePolicy(request.data());
      policyChanged.run();
      return problem;
    } catch (ProblemsException e) {
      throw new IllegalStateException("it was good a moment ago", e);
    }
  }

  /// Why the document cannot be taken, or [Reply.Done].
  private static Reply problem(Request request) {
    if (request.format().filter(format -> format != Format.CHR).isPresent()) {
      return new Reply.Refused(Code.BAD_FORMAT, request.uri() + " is chr");
    }
    try {
      var _ = CompliancePolicy.parse(request.data());
      return new Reply.Done();
    } catch (ProblemsException e) {
      return new Reply.Refused(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private Reply verdicts(Request request, List<String> names) {
    var verdicts = keeper.standing().verdicts();
    if (names.size() == 1) {
      return read(request, _ -> interior(verdicts.stream().map(Verdict::rule).toList()));
    }
    return verdicts.stream()
        .filter(verdict -> names.size() == 2 && names.get(1).equalsIgnoreCase(verdict.rule()))
        .findFirst()
        .map(verdict -> read(request, _ -> leaf(VerdictJson.write(verdict).toString())))
        .orElseGet(() -> notFound(request));
  }

  private Reply state() {
    return leaf(VerdictJson.summary(keeper.policy(), keeper.standing()).toString());
  }

  private static Reply read(Request request, Function<Request, Reply> get) {
    return request.verb() == Verb.GET ? get.apply(request) : notAllowed(request);
  }

  private static Reply leaf(String json) {
    return new Reply.Leaf(Format.CHR, json);
  }

  private static Reply interior(List<String> children) {
    return new Reply.Interior(children);
  }

  private static Reply notFound(Request request) {
    return new Reply.Refused(Code.NOT_FOUND, "there is no " + request.uri());
  }

  private static Reply notAllowed(Request request) {
    return new Reply.Refused(Code.NOT_ALLOWED, request.verb() + " is not for " + request.uri());
  }
}
