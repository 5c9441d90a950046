package io.reeve.platform.linux;

import io.reeve.core.desk.Notice;
import io.reeve.core.desk.People;
import io.reeve.core.desk.Presence;
import io.reeve.core.desk.Presence.Attention;
import io.reeve.core.desk.Presence.Doing;
import io.reeve.core.desk.SafeText;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.Secret;
import io.reeve.platform.linux.Logins.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is logged in by logind's word, and how they are reached where no tray runs: on a desktop by
/// its own notices, sent as that user on the user's bus; on a terminal as text.
///
/// @param bus the address of the system's bus
record LinuxPeople(Host host, String bus) implements People {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxPeople.class);
  private static final Pattern TERMINAL = Pattern.compile("tty[0-9]{1,3}|pts/[0-9]{1,6}");
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final List<String> UNIT =
      List.of(
          "/usr/bin/systemd-run",
          "--quiet",
          "--wait",
          "--collect",
          "--property=NoNewPrivileges=yes",
          "--property=CapabilityBoundingSet=",
          "--property=TasksMax=8",
          "--property=MemoryMax=64M",
          "--property=RuntimeMaxSec=10",
          "--property=StandardOutput=null",
          "--property=StandardError=null");

  @Override
  public List<Person> here() throws IOException {
    return logins().stream()
        .map(each -> new Person(each.user(), each.id(), each.screen(), each.active()))
        .toList();
  }

  private List<Login> logins() throws IOException {
    if (host.isScratch()) {
      return List.of();
    }
    try (var connection = SystemBus.open(bus)) {
      return new Logins(connection).all();
    }
  }

  @Override
  public boolean tell(Person person, Notice notice) throws IOException {
    var login = logins().stream().filter(each -> each.id().equals(person.session())).findFirst();
    if (login.isEmpty() || !login.get().user().equals(person.user())) {
      return false;
    }
    return login.get().screen() ? onDesktop(login.get(), notice) : onTerminal(login.get(), notice);
  }

  /// As that user, because a user's bus is for nobody else; and in a unit of its own, because the
  /// user then has a hold on the process: what it starts is not the agent's, gets no further
  /// rights, and ends with it.
  private boolean onDesktop(Login login, Notice notice) throws IOException {
    var command = new ArrayList<String>(UNIT);
    command.add("--uid=" + login.uid());
    command.addAll(
        List.of(
            "--",
            "/usr/bin/busctl",
            "--address=unix:path=/run/user/" + login.uid() + "/bus",
            "--timeout=4",
            "call",
            Notifications1.NAME,
            Notifications1.OBJECT,
            Notifications1.NAME,
            "Notify",
            "susssasa{sv}i",
            "Reeve",
            "0",
            "",
            unexpanded(SafeText.line(notice.title())),
            unexpanded(Notices.body(SafeText.lines(notice.body()), true)),
            "0",
            "0",
            notice.urgency() == Notice.Urgency.URGENT ? "0" : "-1"));
    return host.commands().run(command, PATIENCE).ok();
  }

  /// systemd would put variables in place of what begins with `$`.
  private static String unexpanded(String text) {
    return text.replace("$", "$$");
  }

  /// By dd, which gives up where the terminal takes nothing.
  private boolean onTerminal(Login login, Notice notice) throws IOException {
    if (!TERMINAL.matcher(login.terminal()).matches()) {
      return false;
    }
    var text =
        "\r\n\007*** Reeve: "
            + SafeText.line(notice.title())
            + "\r\n"
            + SafeText.lines(notice.body()).replace("\n", "\r\n")
            + "\r\n";
    var command =
        List.of(
            "/usr/bin/dd",
            "of=/dev/" + login.terminal(),
            "oflag=nonblock",
            "conv=notrunc,nocreat",
            "status=none");
    try (var input = Secret.of(text.getBytes(StandardCharsets.UTF_8))) {
      return host.commands().run(command, input, QUICK).ok();
    }
  }

  @Override
  public Presence presence() {
    var doing = new HashSet<Doing>();
    var attention = Attention.HERE;
    boolean metered = false;
    var users = Set.<Long>of();
    if (!host.isScratch()) {
      try (var connection = SystemBus.open(bus)) {
        var logins = new Logins(connection).all();
        attention = attention(logins);
        users = atTheMachine(logins);
        metered = MachineState.isMetered(connection);
        if (MachineState.isPresenting(connection, users)) {
          doing.add(Doing.PRESENTING);
        }
      } catch (IOException | DBusExecutionException e) {
        LOG.debug("what people do cannot be told: {}", e.getMessage());
      }
    }
    var state = new MachineState(host);
    if (state.isRecording(users)) {
      doing.add(Doing.IN_CALL);
    }
    return new Presence(List.copyOf(doing), attention, state.power(), metered);
  }

  /// Who may be presenting or in a call: who is at a screen that is to be seen. What programs of
  /// others ask for, services' among them, says nothing about people.
  static Set<Long> atTheMachine(List<Login> logins) {
    return logins.stream()
        .filter(each -> each.active() && (each.screen() || !each.remote()))
        .map(Login::uid)
        .collect(Collectors.toSet());
  }

  /// The one who is most there counts. Who came over the network is there as long as they type.
  static Attention attention(List<Login> logins) {
    return logins.stream()
        .map(each ->
            each.locked() ? Attention.LOCKED : each.idle() ? Attention.AWAY : Attention.HERE)
        .min(Attention::compareTo)
        .orElse(Attention.NOBODY);
  }
}
