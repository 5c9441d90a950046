package io.reeve.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Somebody else on the machine's network (a network namespace on a wire of its own), and somebody
/// on another one, which it reaches through the machine if the machine forwards.
final class Neighbour {
  static final String ADDRESS = "192.0.2.2";

  /// Where the neighbour listens.
  static final int GOSSIP = 7073;

  private static final String MACHINE = "192.0.2.1";
  private static final String FAR = "198.51.100.2";
  private static final String GATEWAY = "198.51.100.1";
  private static final int FAR_DOOR = 7072;
  private static final String QUESTIONS = "/run/questions";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Neighbour() {}

  /// With a service on the machine besides ssh. Twice is as once.
  static void moveIn(BootedMachine machine) {
    if (machine.run("ip", "link", "show", "wire").ok()) {
      return;
    }
    connect(machine, "wire", MACHINE, "peer", ADDRESS);
    connect(machine, "far-wire", GATEWAY, "far", FAR);
    machine.write(QUESTIONS, "");
    serve(machine, "open-door", List.of(), "nc", "-lk", "7070");
    serve(machine, "gossip", in("peer"), "nc", "-lk", "" + GOSSIP);
    serve(machine, "far-door", in("far"), "nc", "-lk", "" + FAR_DOOR);
    serve(machine, "clock", in("peer"), "nc", "-luk", "123");
  }

  private static void connect(
      BootedMachine machine, String wire, String near, String space, String address) {
    machine.need("ip", "netns", "add", space);
    machine.need("ip", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", space);
    machine.need("ip", "address", "add", near + "/24", "dev", wire);
    machine.need("ip", "link", "set", wire, "up");
    machine.need("ip", "-n", space, "address", "add", address + "/24", "dev", "eth0");
    machine.need("ip", "-n", space, "link", "set", "eth0", "up");
    machine.need("ip", "-n", space, "route", "add", "default", "via", near);
  }

  private static List<String> in(String space) {
    return List.of("ip", "netns", "exec", space);
  }

  private static void serve(
      BootedMachine machine, String unit, List<String> where, String... what) {
    var line = new ArrayList<>(List.of("systemd-run", "--quiet", "--unit=" + unit));
    line.add("--property=StandardOutput=append:" + QUESTIONS);
    line.addAll(where);
    line.addAll(List.of(what));
    machine.run(line, "").need();
  }

  /// The neighbour tries to connect to the machine.
  static String[] reaching(int port) {
    return knocking(in("peer"), MACHINE, port);
  }

  /// The machine tries to connect to the neighbour.
  static String[] reached(int port) {
    return knocking(List.of(), ADDRESS, port);
  }

  /// The neighbour tries to connect to somebody behind the machine.
  static String[] reachingFar() {
    return knocking(in("peer"), FAR, FAR_DOOR);
  }

  private static String[] knocking(List<String> where, String address, int port) {
    var line = new ArrayList<>(where);
    line.addAll(List.of("nc", "-z", "-w", "1", address, "" + port));
    return line.toArray(String[]::new);
  }

  /// Whether timesyncd, which has just started, asks the neighbour.
  static Probe isAskedTheTime() {
    return new Probe(
            "NTP packets at that server",
            machine -> {
              machine.write(QUESTIONS, "");
              machine.need("systemctl", "restart", "systemd-timesyncd.service");
              return Await.within(PATIENCE, () -> machine.run("test", "-s", QUESTIONS).ok());
            })
        .slow();
  }
}
