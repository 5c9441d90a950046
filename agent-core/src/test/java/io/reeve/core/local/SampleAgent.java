package io.reeve.core.local;

import io.reeve.core.desk.Presence;
import io.reeve.core.inventory.Inventory;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.SelfTestReport.Trial.Attempt;
import io.reeve.core.local.SelfTestReport.Trial.Result;
import io.reeve.policy.Compliance.Overall;
import io.reeve.policy.Compliance.Standing;
import io.reeve.policy.Severity;
import io.reeve.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// An agent with answers made up for tests; it remembers what it was asked.
public final class SampleAgent implements AgentService {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Optional<Standing> judged = Optional.empty();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<EnrollRequest> enrolments = new CopyOnWriteArrayList<>();
  private boolean enrolled = true;
  private boolean healthy = true;

  /// An agent that was never enrolled.
  public static SampleAgent notEnrolled() {
    var agent = new SampleAgent();
    agent.enrolled = false;
    return agent;
  }

  /// An agent with which everything is wrong.
  public static SampleAgent failing() {
    var agent = new SampleAgent();
    agent.healthy = false;
    return agent;
  }

  /// What was asked, in order.
  public List<String> calls() {
    return calls;
  }

  /// The enrolments asked for.
  public List<EnrollRequest> enrolments() {
    return enrolments;
  }

  @Override
  public Views.Status status() {
    calls.add("status");
    return new Views.Status(
        "0.1.0",
        true,
        enrolled,
        enrolled ? Optional.of(account()) : Optional.empty(),
        enrolled ? Optional.of(session()) : Optional.empty(),
        enrolled ? Optional.of(NOON.plusSeconds(3 * 3600)) : Optional.empty(),
        enrolled ? Overall.NON_COMPLIANT : Overall.NO_POLICY,
        enrolled
            ? new Views.SettingCounts(15, 12, 1, 1, 0, 0, 1)
            : new Views.SettingCounts(0, 0, 0, 0, 0, 0, 0),
        enrolled ? Optional.of("the system asks for it, for linux-image-amd64") : Optional.empty(),
        enrolled && !healthy
            ? Optional.of(new Views.PlannedRestart("asked", "updates", 180, 2, true, "in_call"))
            : Optional.empty(),
        enrolled && !healthy
            ? Optional.of(
                new Views.Held("./Device/Vendor/MSFT/RemoteWipe/doWipe", NOON.plusSeconds(9 * 60)))
            : Optional.empty(),
        enrolled && !healthy
            ? Optional.of(
                new Views.Going("./Device/Vendor/MSFT/Reboot/RebootNow", NOON.plusSeconds(4 * 60)))
            : Optional.empty(),
        enrolled
            ? Optional.of(healthy ? session().at() : NOON.minusSeconds(26 * 3600))
            : Optional.empty());
  }

  @Override
  public Views.Desk watch(String stamp, Presence presence) {
    calls.add("watch " + stamp + " " + presence.doing());
    return new Views.Desk("1", status(), "Example Ltd", List.of(disk()), List.of(), List.of());
  }

  @Override
  public Views.Answered answer(String letter, String button) {
    calls.add("answer " + letter + " " + button);
    return new Views.Answered(
        healthy, healthy ? "" : "No restart is planned", healthy ? "" : "nothing-planned");
  }

  @Override
  public Views.Cancelled cancel() {
    calls.add("cancel");
    return new Views.Cancelled(
        healthy ? List.of() : List.of("./Device/Vendor/MSFT/RemoteWipe/doWipe"));
  }

  @Override
  public Views.Enrolled enroll(EnrollRequest request) {
    calls.add("enroll " + request);
    enrolments.add(request);
    if (!healthy) {
      throw new AgentException(
          Kind.REFUSED, "the service refused: user unknown (0x80180003)", "ask your administrator");
    }
    return new Views.Enrolled(account());
  }

  @Override
  public Views.Unenrolled unenroll() {
    calls.add("unenroll");
    if (!enrolled) {
      throw new AgentException(
          Kind.NOT_ENROLLED, "this machine is not enrolled", "enrol it with 'reeve enroll'");
    }
    return new Views.Unenrolled(true, 12, List.of("hostname: changed by someone else since"));
  }

  @Override
  public Views.Synced sync(boolean wait) {
    calls.add("sync " + wait);
    return new Views.Synced(true, wait ? Optional.of(session()) : Optional.empty());
  }

  void judged(Standing answer) {
    judged = Optional.of(answer);
  }

  @Override
  public Standing compliance(boolean recheck) {
    calls.add("compliance " + recheck);
    if (judged.isPresent()) {
      return judged.get();
    }
    if (!enrolled) {
      return new Standing(Overall.NO_POLICY, Optional.empty(), Optional.empty(), List.of());
    }
    return new Standing(
        Overall.NON_COMPLIANT,
        Optional.of("Laptops"),
        Optional.of(NOON.minusSeconds(600)),
        List.of(verdict("firewall", Verdict.State.COMPLIANT), disk()));
  }

  @Override
  public List<String> tables() {
    calls.add("tables");
    return List.of("os_version", "processes", "uptime");
  }

  @Override
  public List<Inventory.Answer> inventory(List<String> tables) {
    calls.add("inventory " + tables);
    return List.of(
        answer("os_version", List.of(row("Debian", 12L))),
        answer("uptime", List.of(row("a", 1L), row("b\u001b[31m", 2L))),
        new Inventory.Answer(
            "battery", List.of(), List.of(), Optional.of("this machine has none")));
  }

  @Override
  public Inventory.Answer query(String sql) {
    calls.add("query " + sql);
    return sql.startsWith("select")
        ? answer("query", List.of(row("ssh", 9.5)))
        : new Inventory.Answer(
            "query", List.of(), List.of(), Optional.of("only SELECT may be asked"));
  }

  @Override
  public List<Views.SettingState> settings(boolean all) {
    calls.add("settings " + all);
    return List.of(setting("applied", ""), setting("failed", "the file system is read-only"));
  }

  @Override
  public Views.Repaired repair() {
    calls.add("repair");
    return new Views.Repaired(1);
  }

  @Override
  public Views.Explanation explain(String name) {
    calls.add("explain " + name);
    if (name.isEmpty()) {
      throw new IllegalStateException("a defect");
    }
    return new Views.Explanation(
        setting("applied", ""),
        "Passwords need at least this many characters.",
        List.of(
            new Views.Wish("Example service", "12", NOON.minusSeconds(86_400 * 3), true, true),
            new Views.Wish("local administrator", "8", NOON.minusSeconds(90), false, true),
            new Views.Wish("second manager", "14", NOON.minusSeconds(3600), false, false)),
        "the higher value wins",
        List.of(
            new Views.Place(
                "pwquality(key=minlen)",
                "minlen in pwquality",
                List.of("/etc/security/pwquality.conf", "/etc/security/pwquality.conf.d"),
                Optional.of("12"),
                "minlen = 12",
                Optional.of("8"),
                List.of(
                    new Views.Change(NOON.minusSeconds(120), "6", "sed (process 812, user 0)")))),
        List.of(verdict("length", Verdict.State.COMPLIANT)),
        history(1));
  }

  @Override
  public WishViews.Wished apply(String document, Voice as) {
    calls.add("apply " + document + " " + as);
    return new WishViews.Wished(
        "local",
        List.of(
            new WishViews.WishedSetting(
                "./Device/Vendor/Reeve/Hosts/intranet.example",
                "net.hosts",
                Optional.of("192.0.2.1"),
                healthy ? "applied" : "rolled-back",
                healthy ? "" : "'192.0.2.1' of the local administrator was rolled back"),
            new WishViews.WishedSetting(
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
                "pw.min-length",
                Optional.of("8"),
                "outranked",
                "the service asks for '12', the highest of '12', '8' (HighestValueMostSecure)"),
            new WishViews.WishedSetting(
                "./Device/Vendor/Reeve/Kernel/Sysctl/kernel.kptr_restrict",
                "kernel.sysctl",
                Optional.empty(),
                "withdrawn",
                "")),
        healthy ? "stays" : "rolled-back");
  }

  @Override
  public WishViews.Wished set(String setting, String value, Voice as) {
    calls.add("set " + setting + " " + value + " " + as);
    return new WishViews.Wished(
        "local",
        List.of(
            new WishViews.WishedSetting(
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
                "pw.min-length",
                Optional.of(value),
                "applied",
                "")),
        "none");
  }

  @Override
  public WishViews.Wished unset(String setting, Voice as) {
    calls.add("unset " + setting + " " + as);
    return new WishViews.Wished(
        "local",
        List.of(
            new WishViews.WishedSetting(
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
                "pw.min-length",
                Optional.empty(),
                "withdrawn",
                "")),
        "none");
  }

  @Override
  public WishViews.Preview preview(String document, Voice as) {
    calls.add("preview " + document + " " + as);
    return new WishViews.Preview(
        "local",
        List.of(
            new WishViews.PreviewSetting(
                "./Device/Vendor/Reeve/Hosts/intranet.example",
                "net.hosts",
                Optional.of("192.0.2.1"),
                "changes",
                "",
                true,
                false),
            new WishViews.PreviewSetting(
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
                "pw.min-length",
                Optional.of("8"),
                "outranked",
                "the service asks for '12', the highest of '12', '8' (HighestValueMostSecure)",
                false,
                false)),
        List.of(
            new WishViews.PreviewPlace(
                "hosts(name=intranet.example)",
                "intranet.example in /etc/hosts",
                List.of("./Device/Vendor/Reeve/Hosts/intranet.example"),
                "write",
                "not set",
                "'192.0.2.1'",
                "")),
        List.of(
            new WishViews.PreviewFile(
                "/etc/hosts",
                "changed",
                "rw-r--r-- root:root",
                "@@ -1,1 +1,2 @@\n 127.0.0.1\tlocalhost\n+192.0.2.1\tintranet.example",
                ""),
            new WishViews.PreviewFile(
                "/etc/shadow",
                "changed",
                "rw-r----- root:shadow",
                "",
                "not shown: not everybody may read it")),
        List.of("reloads sshd"),
        List.of());
  }

  @Override
  public List<Views.Event> history(int limit) {
    calls.add("history " + limit);
    return List.of(
            new Views.Event(
                NOON.minusSeconds(3600),
                "repaired",
                "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
                "put back to 12 after it was found as 6",
                "the agent, after a change"),
            new Views.Event(
                NOON.minusSeconds(7200), "session", "mdm.example.org", "12 commands answered", ""))
        .subList(0, Math.min(limit, 2));
  }

  @Override
  public Views.Ledger ledger() {
    calls.add("ledger");
    return new Views.Ledger(
        healthy,
        healthy ? 412 : 411,
        412,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        healthy ? "" : "entry 17 is missing");
  }

  @Override
  public Views.Diagnostics diagnostics() {
    calls.add("diagnostics");
    return new Views.Diagnostics(
        NOON,
        List.of(
            new Views.DiagnosticsPart("about.txt", "What Reeve knows of itself.\n", false),
            new Views.DiagnosticsPart("journal.txt", "one\ntwo \u001b[31mred\n", true)));
  }

  @Override
  public List<Views.Check> doctor() {
    calls.add("doctor");
    return List.of(
        new Views.Check("database", true, "opens and is whole", ""),
        new Views.Check(
            "clock",
            healthy,
            healthy ? "agrees with the service" : "is 3 hours behind",
            healthy ? "" : "turn on time synchronisation"));
  }

  private Views.SyncRecord session() {
    return healthy
        ? new Views.SyncRecord(NOON.minusSeconds(180), true, "everything was applied", 3, 12)
        : new Views.SyncRecord(
            NOON.minusSeconds(180), false, "mdm.example.org:443 refused the connection", 0, 0);
  }

  private static Views.Account account() {
    return new Views.Account(
        "https://mdm.example.org/omadm",
        "Example",
        "5b0c7a52-9d5e-4d3b-8a26-1f8d3c2b9e10",
        Optional.of("ada@example.org"),
        NOON.minusSeconds(86_400 * 30),
        "PKCS#12 file keys.p12",
        "CN=5b0c7a52",
        NOON.plusSeconds(86_400 * 335),
        "starts 40 days before the end");
  }

  private static Views.SettingState setting(String state, String detail) {
    return new Views.SettingState(
        "./Device/Vendor/MSFT/Policy/Config/DeviceLock/MinDevicePasswordLength",
        "pw.min-length",
        Optional.of("12"),
        state.equals("applied") ? Optional.of("12") : Optional.empty(),
        state,
        detail,
        false,
        false);
  }

  private static Verdict verdict(String rule, Verdict.State state) {
    return new Verdict(
        rule,
        "The firewall is on",
        Severity.HIGH,
        state,
        "on",
        "on",
        "table reeve in nftables",
        "",
        Optional.empty(),
        Optional.empty());
  }

  private static Verdict disk() {
    return new Verdict(
        "disk",
        "The disk is encrypted",
        Severity.CRITICAL,
        Verdict.State.NON_COMPLIANT,
        "every writable partition on LUKS",
        "/home is not",
        "block_devices: /dev/sda3, type ext4",
        "Ask the help desk for a machine with an encrypted disk.",
        Optional.of(NOON.minusSeconds(86_400 * 4)),
        Optional.of(NOON.minusSeconds(86_400)));
  }

  private static Inventory.Answer answer(String name, List<Map<String, Object>> rows) {
    return new Inventory.Answer(name, List.of("name", "major"), rows, Optional.empty());
  }

  /// A row in column order, as the contract wants it.
  private static Map<String, Object> row(String name, Object major) {
    var row = new LinkedHashMap<String, Object>();
    row.put("name", name);
    row.put("major", major);
    return row;
  }

  /// What a self-test found.
  public static SelfTestReport selfTest(boolean write) {
    var trials = new ArrayList<SelfTestReport.Trial>();
    trials.add(trial(Attempt.READ, "net.hosts", "hosts", Result.OK, "", 3));
    trials.add(trial(Attempt.READ, "ssh.options", "sshd", Result.OK, "", 41));
    trials.add(
        trial(
            Attempt.READ,
            "ssh.password-auth",
            "sshd",
            Result.NOT_APPLICABLE,
            "sshd is not installed",
            1));
    trials.add(trial(Attempt.WATCH, "hosts", "hosts", Result.OK, "", 0));
    trials.add(
        trial(Attempt.WATCH, "sshd", "sshd", Result.FAILED, "the bus closed the connection", 12));
    trials.add(trial(Attempt.TABLE, "os_version", "", Result.OK, "", 8));
    if (write) {
      trials.add(trial(Attempt.WRITE, "net.hosts", "hosts", Result.OK, "", 5));
    }
    return new SelfTestReport("0.1.0", "linux", "Linux 6.1.0 amd64", "25.0.3+9-LTS", write, trials);
  }

  private static SelfTestReport.Trial trial(
      Attempt what, String name, String mechanism, Result result, String text, long millis) {
    return new SelfTestReport.Trial(what, name, mechanism, result, text, millis);
  }
}
