package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.core.firewall.FirewallPolicy;
import io.reeve.core.programs.ProcessCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Run by [FirewallMechanismTest] in a network namespace of its own: a neighbour in another one, a
/// cable between, and connections that come about or do not.
public final class FirewallTraffic {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String US = "10.77.0.1";
  private static final String NEIGHBOUR = "10.77.0.2";
  private static final String NEIGHBOUR_6 = "fd77::2";

  private final Process neighbour;

  public FirewallTraffic() throws IOException {
    Nftables.run("flush ruleset");
    neighbour =
        new ProcessBuilder("/usr/bin/unshare", "-n", "/bin/sh", "-c", "echo; exec sleep 600")
            .start();
    neighbour.getInputStream().read();
    var cable = "link add v0 type veth peer name v1 netns " + neighbour.pid();
    run(List.of(), "/usr/sbin/ip " + cable);
    for (var each :
        List.of("address add 10.77.0.1/24 dev v0", "address add fd77::1/64 nodad dev v0")) {
      run(List.of(), "/usr/sbin/ip " + each);
    }
    run(List.of(), "/usr/sbin/ip link set v0 up");
    run(List.of(), "/usr/sbin/ip link set lo up");
    run(there(), "/usr/sbin/ip address add 10.77.0.2/24 dev v1");
    run(there(), "/usr/sbin/ip address add fd77::2/64 nodad dev v1");
    run(there(), "/usr/sbin/ip link set v1 up");
  }

  private List<String> there() {
    return List.of("/usr/bin/nsenter", "-t", Long.toString(neighbour.pid()), "-n");
  }

  private static boolean run(List<String> before, String command) throws IOException {
    var arguments = new ArrayList<>(before);
    arguments.addAll(List.of(command.split(" ")));
    return ProcessCommands.unix().run(arguments, PATIENCE).ok();
  }

  private static void policy(Map<String, String> values) throws IOException {
    Nftables.run(NftRuleset.of(new FirewallPolicy(values)));
  }

  private static Map<String, String> and(
      Map<String, String> values, String rule, String... fields) {
    var all = new HashMap<>(values);
    all.put("rule/" + rule + "/enabled", "true");
    for (var field : fields) {
      all.put("rule/" + rule + "/" + field.split("=")[0], field.split("=")[1]);
    }
    return all;
  }

  private boolean comesIn(int port) throws IOException {
    return run(there(), "/usr/bin/nc -z -w 1 " + US + " " + port);
  }

  /// A busy machine may take longer to answer than one attempt waits.
  private boolean getsIn(int port) throws IOException {
    boolean in = false;
    for (int i = 0; i < 5 && !in; i++) {
      in = comesIn(port);
    }
    return in;
  }

  /// As [#getsIn], for what goes out.
  private static boolean getsOut(String user, String host, int port) throws IOException {
    boolean out = false;
    for (int i = 0; i < 5 && !out; i++) {
      out = goesOut(user, host, port);
    }
    return out;
  }

  private static boolean goesOut(String user, String host, int port) throws IOException {
    return run(
        List.of("/usr/bin/setpriv", "--reuid", user, "--clear-groups"),
        "/usr/bin/nc -z -w 1 " + host + " " + port);
  }

  private Process listener(int port) throws IOException {
    var arguments = new ArrayList<>(there());
    arguments.addAll(List.of("/usr/bin/nc", "-lk", "-6", "::", Integer.toString(port)));
    var process = new ProcessBuilder(arguments).start();
    long begun = System.nanoTime();
    while (!goesOut("0", NEIGHBOUR_6, port)) {
      assertThat(System.nanoTime() - begun).as("nc listens").isLessThan(MOST.toNanos());
    }
    return process;
  }

  @Test
  public void whatComesInUnaskedIsBlockedAndWhatIsAllowedComesIn() throws Exception {
    try (var ssh = new ServerSocket(2222, 5, InetAddress.ofLiteral(US));
        var web = new ServerSocket(8080, 5, InetAddress.ofLiteral(US))) {
      assertThat(ssh.isBound() && getsIn(2222) && getsIn(8080)).as("no firewall").isTrue();
      policy(Map.of("enabled", "true"));
      assertThat(comesIn(2222) || comesIn(8080)).as("closed").isFalse();
      var open =
          and(Map.of("enabled", "true"), "ssh", "direction=IN", "protocol=6", "local-ports=2222");
      policy(open);
      assertThat(getsIn(2222)).as("allowed").isTrue();
      assertThat(comesIn(8080)).as("not allowed").isFalse();
      policy(
          and(open, "not-them", "direction=IN", "action=block", "remote-addresses=" + NEIGHBOUR));
      assertThat(comesIn(2222)).as("blocked for them").isFalse();
      policy(Map.of("enabled", "true", "inbound", "allow"));
      assertThat(getsIn(8080) && web.isBound()).as("open").isTrue();
    } finally {
      neighbour.destroyForcibly().waitFor();
    }
  }

  @Test
  public void nothingGoesOutButWhatKeepsTheMachineManaged() throws Exception {
    var listeners = List.of(listener(8443), listener(25), listener(53));
    try {
      assertThat(getsOut("65534", NEIGHBOUR, 25)).as("no firewall").isTrue();
      policy(Map.of("outbound", "block"));
      assertThat(goesOut("65534", NEIGHBOUR, 25)).as("a user's mail").isFalse();
      assertThat(getsOut("65534", NEIGHBOUR, 53)).as("a user's names").isTrue();
      assertThat(getsOut("0", NEIGHBOUR, 8443)).as("the agent's service").isTrue();
      assertThat(getsOut("0", NEIGHBOUR_6, 8443)).as("by IPv6, with a neighbour to find").isTrue();
      policy(and(Map.of("outbound", "block"), "mail", "protocol=6", "remote-ports=25"));
      assertThat(getsOut("65534", NEIGHBOUR, 25)).as("allowed mail").isTrue();
      policy(and(Map.of(), "no-mail", "action=block", "protocol=6", "remote-ports=25"));
      assertThat(goesOut("65534", NEIGHBOUR, 25)).as("blocked mail").isFalse();
      assertThat(getsOut("65534", NEIGHBOUR, 8443)).as("all else").isTrue();
    } finally {
      listeners.forEach(Process::destroyForcibly);
      neighbour.destroyForcibly().waitFor();
    }
  }
}
