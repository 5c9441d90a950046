package io.reeve.core.tree;

import static io.reeve.core.tree.AccountNode.kept;
import static io.reeve.core.tree.AccountNode.readable;
import static io.reeve.core.tree.AccountNode.writable;

import io.reeve.enroll.DmAccount.Poll;
import io.reeve.policy.Format;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `DMClient/Provider/{id}/...`. Only nodes that mean something to this agent are there: a service
/// that asks for message signing or push must learn by 404 that it will not get them.
final class DmClientNodes {
  /// The newest SyncApplicationVersion spoken.
  static final String NEWEST = "3.0";

  private static final Pattern VERSION = Pattern.compile("(\\d\\.)?\\d");
  private static final Pattern ANGLED = Pattern.compile("<([^<>]+)>");

  private DmClientNodes() {}

  static List<AccountNode> all(AccountPort port) {
    var nodes = new ArrayList<AccountNode>();
    for (var name :
        List.of(
            "EntDeviceName",
            "EntDMID",
            "ExchangeID",
            "PublisherDeviceID",
            "UPN",
            "HelpPhoneNumber",
            "HelpWebsite",
            "HelpEmailAddress",
            "CommercialID",
            "CustomEnrollmentCompletePage/Title",
            "CustomEnrollmentCompletePage/BodyText",
            "CustomEnrollmentCompletePage/HyperlinkHref",
            "CustomEnrollmentCompletePage/HyperlinkText",
            "FirstSyncStatus/ExpectedPolicies",
            "FirstSyncStatus/ExpectedNetworkProfiles",
            "FirstSyncStatus/ExpectedMSIAppPackages",
            "FirstSyncStatus/ExpectedModernAppPackages",
            "FirstSyncStatus/ExpectedPFXCerts",
            "FirstSyncStatus/ExpectedSCEPCerts",
            "FirstSyncStatus/CustomErrorText")) {
      nodes.add(kept(name, Format.CHR));
    }
    for (var name :
        List.of(
            "ServerHasFinishedProvisioning",
            "IsSyncDone",
            "AllowCollectLogsButton",
            "SkipDeviceStatusPage",
            "SkipUserStatusPage")) {
      nodes.add(kept("FirstSyncStatus/" + name, Format.BOOL));
    }
    for (var name :
        List.of(
            "NumberOfDaysAfterLostContactToUnenroll",
            "FirstSyncStatus/WasDeviceSuccessfullyProvisioned",
            "FirstSyncStatus/TimeOutUntilSyncFailure",
            "FirstSyncStatus/BlockInStatusPage")) {
      nodes.add(kept(name, Format.INT));
    }
    nodes.add(HintAddress.node());
    identity(nodes, port);
    addresses(nodes);
    poll(nodes);
    return nodes;
  }

  private static void identity(List<AccountNode> nodes, AccountPort port) {
    nodes.add(
        writable(
            "SyncApplicationVersion",
            Format.CHR,
            draft -> Optional.of(draft.dmClient.getOrDefault("SyncApplicationVersion", "1.0")),
            DmClientNodes::version));
    nodes.add(readable("MaxSyncApplicationVersion", Format.CHR, _ -> Optional.of(NEWEST)));
    nodes.add(readable("HWDevID", Format.CHR, _ -> Optional.of(port.hardwareId())));
    nodes.add(
        readable("EnrollmentType", Format.CHR, draft -> Optional.of(draft.before().type().wire())));
    nodes.add(readable("SignedEntDMID", Format.CHR, _ -> port.renewal().signedEntDmId()));
    nodes.add(
        readable(
            "CertRenewTimeStamp",
            Format.CHR,
            _ -> port.renewal().renewedAt().map(Object::toString)));
  }

  private static void version(AccountDraft draft, String text) {
    var version = text.strip();
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("not a version: '" + text + "'");
    }
    var wanted = version.contains(".") ? version : version + ".0";
    var now = draft.dmClient.getOrDefault("SyncApplicationVersion", "1.0");
    if (wanted.compareTo(NEWEST) > 0 || wanted.compareTo("1.0") < 0) {
      throw new IllegalArgumentException("this agent speaks 1.0 to " + NEWEST + ", not " + text);
    }
    if (wanted.startsWith("1.") && !now.startsWith("1")) {
      throw new IllegalArgumentException("there is no way back from " + now + " to " + text);
    }
    draft.dmClient.put("SyncApplicationVersion", wanted);
  }

  private static void addresses(List<AccountNode> nodes) {
    Function<AccountDraft, Optional<String>> list =
        draft ->
            Optional.of(
                draft.servers.stream().map(uri -> "<" + uri + ">").collect(Collectors.joining()));
    nodes.add(
        writable("ManagementServerAddressList", Format.CHR, list, DmClientNodes::addressList));
    nodes.add(
        writable(
            "ManagementServiceAddress",
            Format.CHR,
            draft ->
                draft.servers.size() == 1
                    ? Optional.of(draft.servers.getFirst().toString())
                    : list.apply(draft),
            DmClientNodes::addressList));
  }

  /// Either one address or several, each in angle brackets.
  private static void addressList(AccountDraft draft, String text) {
    var found = ANGLED.matcher(text).results().map(each -> each.group(1)).toList();
    var addresses = found.isEmpty() ? List.of(text) : found;
    draft.servers = addresses.stream().map(DmClientNodes::address).toList();
  }

  static URI address(String text) {
    var uri = URI.create(text.strip());
    if (!"https".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException("not an https address: '" + text + "'");
    }
    return uri;
  }

  private static void poll(List<AccountNode> nodes) {
    number(nodes, "IntervalForFirstSetOfRetries", Poll::firstInterval, (p, n) -> with(p, 0, n));
    number(nodes, "NumberOfFirstRetries", Poll::firstCount, (p, n) -> with(p, 1, n));
    number(nodes, "IntervalForSecondSetOfRetries", Poll::secondInterval, (p, n) -> with(p, 2, n));
    number(nodes, "NumberOfSecondRetries", Poll::secondCount, (p, n) -> with(p, 3, n));
    number(
        nodes,
        "IntervalForRemainingScheduledRetries",
        Poll::remainingInterval,
        (p, n) -> with(p, 4, n));
    number(
        nodes, "NumberOfRemainingScheduledRetries", Poll::remainingCount, (p, n) -> with(p, 5, n));
    truth(
        nodes, "PollOnLogin", Poll::onLogin, (p, yes) -> with(p, yes, p.onFirstLoginOfEachUser()));
    truth(
        nodes,
        "AllUsersPollOnFirstLogin",
        Poll::onFirstLoginOfEachUser,
        (p, yes) -> with(p, p.onLogin(), yes));
  }

  private static void number(
      List<AccountNode> nodes,
      String name,
      Function<Poll, Integer> read,
      BiFunction<Poll, Integer, Poll> write) {
    nodes.add(
        writable(
            "Poll/" + name,
            Format.INT,
            draft -> Optional.of(read.apply(draft.poll).toString()),
            (draft, text) ->
                draft.poll = write.apply(draft.poll, Numbers.within(text, 0, Integer.MAX_VALUE))));
  }

  private static void truth(
      List<AccountNode> nodes,
      String name,
      Function<Poll, Boolean> read,
      BiFunction<Poll, Boolean, Poll> write) {
    nodes.add(
        writable(
            "Poll/" + name,
            Format.BOOL,
            draft -> Optional.of(read.apply(draft.poll).toString()),
            (draft, text) -> draft.poll = write.apply(draft.poll, Numbers.truth(text))));
  }

  private static Poll with(Poll poll, int index, int number) {
    int[] numbers = {
      poll.firstInterval(),
      poll.firstCount(),
      poll.secondInterval(),
      poll.secondCount(),
      poll.remainingInterval(),
      poll.remainingCount()
    };
    numbers[index] = number;
    return new Poll(
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        poll.onLogin(),
        poll.onFirstLoginOfEachUser());
  }

  private static Poll with(Poll poll, boolean onLogin, boolean onFirstLogin) {
    return new Poll(
        poll.firstInterval(),
        poll.firstCount(),
        poll.secondInterval(),
        poll.secondCount(),
        poll.remainingInterval(),
        poll.remainingCount(),
        onLogin,
        onFirstLogin);
  }

  /// Whether a poll table asks for nothing at all, which the specification calls an error.
  static boolean isEmpty(Poll poll) {
    return poll.firstInterval() == 0
        && poll.firstCount() == 0
        && poll.secondInterval() == 0
        && poll.secondCount() == 0
        && poll.remainingInterval() == 0
        && poll.remainingCount() == 0;
  }
}
