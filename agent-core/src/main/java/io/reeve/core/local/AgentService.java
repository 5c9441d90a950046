package io.reeve.core.local;

import io.reeve.core.desk.Presence;
import io.reeve.core.inventory.Inventory;
import io.reeve.policy.Compliance.Standing;
import java.util.List;

/// Everything the agent does for someone at the machine. The daemon serves it over the socket;
/// without a daemon the command line uses an agent in its own process. Safe to call from any
/// thread; a call waits for its answer.
///
/// Each method may throw [AgentException], whose kind decides the exit code.
public interface AgentService {
  /// What the agent is, where it stands with the service, and whether the machine complies.
  Views.Status status();

  /// Waits until the person who asks has to know something else than before, but for half a minute
  /// at most.
  ///
  /// @param stamp of the answer before; empty for the first
  /// @param presence what that person does, as far as their session can tell
  Views.Desk watch(String stamp, Presence presence);

  /// The person who asks has answered a letter.
  ///
  /// @param letter its id
  /// @param button `seen`, `later` or `restart-now`
  Views.Answered answer(String letter, String button);

  /// Gives up what is held back, and the restart that waits for a good moment.
  Views.Cancelled cancel();

  /// Enrols this machine.
  Views.Enrolled enroll(EnrollRequest request);

  /// Ends the enrolment, tells the service if it can be reached, and puts back what was there
  /// before.
  Views.Unenrolled unenroll();

  /// Runs a management session now.
  ///
  /// @param wait whether to wait for its end; else the answer only says that it was asked for
  Views.Synced sync(boolean wait);

  /// The judgement of every compliance rule.
  ///
  /// @param recheck judge anew instead of giving the last judgement
  Standing compliance(boolean recheck);

  /// The names of the inventory tables.
  List<String> tables();

  /// Reads inventory tables; all of them when the list is empty.
  List<Inventory.Answer> inventory(List<String> tables);

  /// Answers a read-only SQL query over the inventory tables.
  Inventory.Answer query(String sql);

  /// The settings asked for, with their state; all the catalogue's rows for this OS when `all`.
  List<Views.SettingState> settings(boolean all);

  /// Looks at every setting now and puts right what differs, also what is contested.
  Views.Repaired repair();

  /// All there is to know about one setting.
  ///
  /// @param name its address or its id
  Views.Explanation explain(String name);

  /// Makes these settings all that an authority of this machine asks for: what it asked for before
  /// and is not among them is withdrawn.
  ///
  /// @param document as [io.reeve.policy.WishList] reads it
  WishViews.Wished apply(String document, Voice as);

  /// Asks for one setting. Asking for what was rolled back before tries it again.
  ///
  /// @param setting its address or its id
  WishViews.Wished set(String setting, String value, Voice as);

  /// Withdraws what was asked for.
  ///
  /// @param setting its address or its id
  WishViews.Wished unset(String setting, Voice as);

  /// What exactly would change on this machine if these settings were all that an authority asks
  /// for. Touches nothing.
  ///
  /// @param document as [io.reeve.policy.WishList] reads it
  WishViews.Preview preview(String document, Voice as);

  /// What was done on this machine, newest first.
  ///
  /// @param limit the most entries, 1 to 10,000
  List<Views.Event> history(int limit);

  /// Whether everything that was written down of what was done is still there as it was written.
  Views.Ledger ledger();

  /// Checks of the agent's own health.
  List<Views.Check> doctor();

  /// What somebody who helps has to know, without the values of confidential settings.
  Views.Diagnostics diagnostics();
}
