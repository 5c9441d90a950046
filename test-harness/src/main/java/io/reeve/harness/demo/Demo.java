package io.reeve.harness.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.core.local.AgentFactory;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.core.local.Views;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import io.reeve.policy.Compliance.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The steps of the demonstration, without a word printed: a real lab, a real daemon on its socket,
/// a pretended machine below a scratch folder. Each step returns what it saw and throws when it did
/// not come about.
public final class Demo implements AutoCloseable {
  private static final String USER = "ann@example.org";
  private static final String PASSWORD = "correct horse battery staple";
  private static final String PROFILE = "demo";
  private static final String TAMPERED = "etc/ssh/sshd_config.d/00-reeve.conf";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final Lab lab;
  private final Thread daemon;
  private final AgentService agent;
  private final Map<String, String> before;
  private String device = "";

  private Demo(
      Path folder, Lab lab, Thread daemon, AgentService agent, Map<String, String> before) {
    this.folder = folder;
    this.lab = lab;
    this.daemon = daemon;
    this.agent = agent;
    this.before = before;
  }

  /// Starts lab and daemon in an empty folder.
  ///
  /// @param agents runs the daemon
  public static Demo start(Path folder, AgentFactory agents)
      throws IOException, InterruptedException {
    var root = Files.createDirectories(folder.resolve("root"));
    Scenery.build(root);
    var before = Scenery.fingerprint(root);
    var lab = Lab.start(LabConfig.at(folder.resolve("lab")));
    lab.admin().putUser(USER, PASSWORD.toCharArray());
    var place = new Place(folder.resolve("agent"), root);
    var ready = new CountDownLatch(1);
    var failed = new CompletableFuture<Void>();
    var daemon =
        Thread.ofPlatform()
            .name("reeve-daemon")
            .start(() -> run(() -> agents.runDaemon(place, ready::countDown), failed));
    while (!ready.await(10, TimeUnit.MILLISECONDS)) {
      if (failed.isCompletedExceptionally()) {
        lab.close();
        failed.join();
      }
    }
    var agent =
        LocalClient.of(place.state())
            .orElseThrow(() -> new IllegalStateException("the daemon's socket does not answer"));
    return new Demo(folder, lab, daemon, agent, before);
  }

  private static void run(Runnable work, CompletableFuture<Void> failed) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failed.completeExceptionally(e);
    }
  }

  /// Where everything is.
  public Path folder() {
    return folder;
  }

  /// The running lab.
  public Lab lab() {
    return lab;
  }

  /// The running daemon, as anyone at the machine reaches it.
  public AgentService agent() {
    return agent;
  }

  /// Enrols with name and password over MS-MDE2.
  public Views.Account enrol() {
    var request =
        new EnrollRequest(
            Optional.of(lab.discovery().toString()),
            Optional.empty(),
            Optional.of(USER),
            Optional.of(PASSWORD),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(lab.caPem()));
    var account = agent.enroll(request).account();
    device = account.deviceId();
    return account;
  }

  /// Assigns the profile and lets the agent fetch it.
  ///
  /// @param landed hears of each setting as it lands
  public List<Views.SettingState> settle(Consumer<Views.SettingState> landed) {
    var items = Scenery.profile();
    lab.admin().putProfile(new Profile(PROFILE, false, items));
    lab.admin().assign(device, PROFILE);
    var sync = CompletableFuture.supplyAsync(() -> agent.sync(true), Thread.ofVirtual()::start);
    var seen = new ArrayList<String>();
    do {
      tell(seen, landed);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    } while (!sync.isDone());
    join(sync);
    tell(seen, landed);
    return agent.settings(false);
  }

  private void tell(List<String> seen, Consumer<Views.SettingState> landed) {
    for (var state : agent.settings(false)) {
      if (!seen.contains(state.uri())) {
        seen.add(state.uri());
        landed.accept(state);
      }
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// A change behind the agent's back and its repair.
  ///
  /// @param file what was changed, below the root
  /// @param changed what was written into it
  /// @param repaired how long it took until the file was right again
  /// @param event what the agent says of it
  public record Tampering(String file, String changed, Duration repaired, Views.Event event) {}

  /// Changes a file behind the agent's back and waits for the repair.
  public Tampering tamper() throws IOException {
    var file = folder.resolve("root").resolve(TAMPERED);
    var right = Files.readString(file);
    var wrong = right.replace("PermitRootLogin no", "PermitRootLogin yes");
    if (wrong.equals(right)) {
      throw new IllegalStateException(file + " does not hold what the profile wants");
    }
    Files.writeString(file, wrong);
    long began = System.nanoTime();
    await("the repair of " + file, () -> holds(file, right));
    var took = Duration.ofNanos(System.nanoTime() - began);
    await("a word about the repair", () -> repair().isPresent());
    return new Tampering("/" + TAMPERED, "PermitRootLogin yes", took, repair().orElseThrow());
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file).equals(text);
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<Views.Event> repair() {
    return agent.history(50).stream().filter(event -> event.kind().equals("repaired")).findFirst();
  }

  /// Queues a harmless action at the service and lets the agent fetch it.
  public LabViews.Command act() {
    var uri = "./Device/Vendor/Reeve/Actions/CheckCompliance";
    var id = lab.admin().queue(device, Verb.EXEC, new Item(uri, "null", "", ""));
    agent.sync(true);
    return lab.admin().command(id).orElseThrow();
  }

  /// The verdicts, which the service knows too once this returns.
  public Standing comply() {
    var compliance = agent.compliance(true);
    agent.sync(true);
    return compliance;
  }

  /// The inventory, as the service has it once this returns.
  public Map<String, JsonNode> inventory() {
    await(
        "the inventory at the service",
        () -> {
          agent.sync(true);
          return lab.admin().inventory(device).containsKey("system_info");
        });
    return lab.admin().inventory(device);
  }

  /// Compares what the agent says with what the service has recorded.
  public List<Agreement> compare() {
    agent.sync(true);
    return Agreement.between(agent, lab.admin(), device);
  }

  /// Leaves the service and compares the machine with what it was before.
  ///
  /// @return the files and folders that differ; empty when the machine is exactly as it was
  public List<String> leave() throws IOException {
    agent.unenroll();
    var after = Scenery.fingerprint(folder.resolve("root"));
    var names = new ArrayList<>(before.keySet());
    after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(names::add);
    return names.stream()
        .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            what + " did not come within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /// Waits until the daemon ends; for a demonstration that is kept running.
  public void join() throws InterruptedException {
    daemon.join();
  }

  /// Ends daemon and lab. The folder stays.
  @Override
  public void close() throws IOException {
    daemon.interrupt();
    try {
      daemon.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lab.close();
  }
}
