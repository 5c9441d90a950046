package io.reeve.installer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reeve's image beside programs a user might have instead, each in a disposable system of its own
/// over the same files, all in turn on the same processors.
final class Peers implements Part {
  private static final String REEVE = "/opt/reeve/bin/reeve";
  private static final List<Integer> MEASURED = List.of(25, 100, 500);

  private final Path target;
  private final boolean smoke;
  private final List<Container> containers = new ArrayList<>();

  Peers(Path target, boolean smoke) {
    this.target = target;
    this.smoke = smoke;
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    var image = Bench.image(target);
    var root = PeerRoot.get(target);
    var files = Files.createTempDirectory("reeve-peers");
    try {
      for (int settings : sizes()) {
        Recipes.write(files, settings);
      }
      Recipes.keep(files, "measure.py", measuringProgram());
      return measure(root, image, files);
    } finally {
      for (var container : containers.reversed()) {
        container.close();
      }
      remove(files);
    }
  }

  private List<Integer> sizes() {
    return MEASURED.stream().limit(smoke ? 1 : MEASURED.size()).toList();
  }

  private static String measuringProgram() throws IOException {
    try (var in = Peers.class.getResourceAsStream("measure.py")) {
      if (in == null) {
        throw new IOException("measure.py is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String measure(Path root, Path image, Path files)
      throws IOException, InterruptedException {
    var cfengine = open("cfengine", root, image, files);
    var puppet = open("puppet", root, image, files);
    var ansible = open("ansible", root, image, files);
    var alone = open("alone", root, image, files);
    var reeve = new ReeveThere(open("daemon", root, image, files));
    var contenders = contenders(cfengine, puppet, ansible, alone);
    reeve.start();
    var inventory = new InventoryRace(cfengine, alone, reeve, runs()).table();
    var race = new SettingsRace(contenders, reeve, sizes(), smoke);
    var passes = race.table();
    var idle = IdleRace.table(cfengine, puppet, reeve, containers.getLast(), smoke ? 1 : 20);
    return "Inventory, "
        + runs()
        + " runs each:\n\n"
        + inventory
        + "\nSettings:\n\n"
        + passes
        + "\nMemory at rest:\n\n"
        + idle;
  }

  private static List<Contender> contenders(
      Container cfengine, Container puppet, Container ansible, Container alone) {
    return List.of(
        new Contender(
            "cf-agent",
            cfengine,
            List.of("cf-agent", "--no-lock", "--file", "/bench/cfengine-%d.cf"),
            List.of(0),
            List.of(),
            false),
        new Contender(
            "puppet apply",
            puppet,
            List.of(
                "puppet",
                "apply",
                "--detailed-exitcodes",
                "--modulepath",
                "/usr/share/puppet/modules",
                "/bench/puppet-%d.pp"),
            List.of(0, 2),
            List.of(),
            false),
        new Contender(
            "ansible-playbook",
            ansible,
            List.of("ansible-playbook", "-i", "localhost,", "-c", "local", "/bench/ansible-%d.yml"),
            List.of(0),
            List.of(),
            true),
        new Contender(
            "`reeve settings --repair` without a daemon",
            alone,
            List.of(REEVE, "settings", "--repair", "--json"),
            List.of(0),
            List.of(REEVE, "apply", "/bench/reeve-%d.json"),
            false));
  }

  private int runs() {
    return smoke ? 1 : 5;
  }

  private Container open(String name, Path root, Path image, Path files) throws IOException {
    var container = Container.open(name, root, image, files);
    containers.add(container);
    return container;
  }

  private static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
