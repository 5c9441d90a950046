package io.reeve.enroll;

import io.reeve.enroll.DmAccount.Poll;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The part `DMClient/Provider/{id}` of a provisioning document.
///
/// @param providerId the service's name
/// @param poll the poll table
/// @param servers ManagementServerAddressList, which goes before ADDR; empty when there is none
/// @param parms every parm by its path below the provider
/// @param notes what is odd but no reason to refuse
record DmClient(
    String providerId,
    Poll poll,
    List<URI> servers,
    Map<String, String> parms,
    List<String> notes) {
  private static final Pattern LISTED = Pattern.compile("<([^<>]*)>");
  private static final int MOST_PARMS = 1000;

  /// @param wanted PROVIDER-ID of the application, when it has one
  static DmClient read(Characteristic document, Optional<String> wanted) throws RefusedException {
    var providers =
        document.at("DMClient", "Provider").stream().flatMap(it -> it.children().stream()).toList();
    if (providers.isEmpty()) {
      var id = wanted.orElseThrow(() -> Characteristic.broken("it names no PROVIDER-ID"));
      return new DmClient(id, Poll.DEFAULT, List.of(), Map.of(), List.of());
    }
    var names = providers.stream().map(Characteristic::type).distinct().toList();
    var id = wanted.orElse(names.getFirst());
    if (names.size() > 1 || !names.getFirst().equals(id)) {
      throw Characteristic.broken(
          "its DMClient is for " + names + " but its application for '" + id + "'");
    }
    var parms = new TreeMap<String, String>();
    for (var provider : providers) {
      flatten("", provider, parms);
    }
    var notes = new ArrayList<String>();
    return new DmClient(id, poll(providers, notes), servers(parms, notes), parms, notes);
  }

  private static void flatten(String path, Characteristic here, Map<String, String> into)
      throws RefusedException {
    for (var parm : here.parms()) {
      into.put(path + parm.name(), parm.value().orElse(""));
    }
    if (into.size() > MOST_PARMS) {
      throw Characteristic.broken("its DMClient has over " + MOST_PARMS + " parms");
    }
    for (var child : here.children()) {
      flatten(path + child.type() + "/", child, into);
    }
  }

  private static Poll poll(List<Characteristic> providers, List<String> notes)
      throws RefusedException {
    var tables = providers.stream().flatMap(it -> it.at("Poll").stream()).toList();
    if (tables.isEmpty()) {
      return Poll.DEFAULT;
    }
    var table = tables.getFirst();
    var fallback = Poll.DEFAULT;
    var poll =
        new Poll(
            table.number("IntervalForFirstSetOfRetries", fallback.firstInterval()),
            table.number("NumberOfFirstRetries", fallback.firstCount()),
            table.number("IntervalForSecondSetOfRetries", 0),
            table.number("NumberOfSecondRetries", 0),
            table.number("IntervalForRemainingScheduledRetries", 0),
            table.number("NumberOfRemainingScheduledRetries", 0),
            table.flag("PollOnLogin", false),
            table.flag("AllUsersPollOnFirstLogin", false));
    if (allZero(poll)) {
      throw Characteristic.broken("its poll table never polls: all six numbers are 0");
    }
    if (endless(poll) > 1) {
      notes.add("the poll table has more than one endless schedule; the first one counts");
    }
    return poll;
  }

  private static boolean allZero(Poll poll) {
    return poll.firstInterval() == 0
        && poll.firstCount() == 0
        && poll.secondInterval() == 0
        && poll.secondCount() == 0
        && poll.remainingInterval() == 0
        && poll.remainingCount() == 0;
  }

  private static int endless(Poll poll) {
    return (poll.firstInterval() > 0 && poll.firstCount() == 0 ? 1 : 0)
        + (poll.secondInterval() > 0 && poll.secondCount() == 0 ? 1 : 0)
        + (poll.remainingInterval() > 0 && poll.remainingCount() == 0 ? 1 : 0);
  }

  private static List<URI> servers(Map<String, String> parms, List<String> notes) {
    var list = parms.getOrDefault("ManagementServerAddressList", "");
    var servers = new ArrayList<URI>();
    var found = LISTED.matcher(list);
    while (found.find()) {
      var address = found.group(1);
      Addresses.https(address)
          .ifPresentOrElse(
              servers::add,
              () ->
                  notes.add("ManagementServerAddressList: '" + address + "' is no https address"));
    }
    if (!list.isEmpty() && servers.isEmpty()) {
      notes.add("ManagementServerAddressList has no usable address: '" + list + "'");
    }
    return List.copyOf(servers);
  }
}
