package io.reeve.installer;

import io.reeve.core.agent.AgentProgram;
import io.reeve.core.local.AgentFactory.Place;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.EnrollRequest;
import io.reeve.core.local.LocalClient;
import io.reeve.core.local.Views;
import io.reeve.harness.demo.Scenery;
import io.reeve.harness.lab.Lab;
import io.reeve.harness.lab.LabConfig;
import io.reeve.harness.lab.LabViews;
import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Profile;
import io.reeve.harness.lab.LabViews.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A service, a machine below a scratch root, and the agent's daemon on it. The daemon runs on a
/// thread, reached over its socket.
final class Site implements AutoCloseable {
  static final String USER = "ann@example.org";
  static final String PASSWORD = "correct horse battery staple";

  private final LabConfig config;
  private final Place place;
  private final Map<String, String> before;
  private Lab lab;
  private @Nullable Thread daemon;
  private CompletableFuture<Void> ended = new CompletableFuture<>();

  private Site(LabConfig config, Lab lab, Place place, Map<String, String> before) {
    this.config = config;
    this.lab = lab;
    this.place = place;
    this.before = before;
  }

  /// A service that knows [#USER] and a machine with the agent's daemon, not enrolled.
  static Site start(Path folder) throws Exception {
    return start(folder, config -> config);
  }

  /// @param how changes the service's configuration
  static Site start(Path folder, UnaryOperator<LabConfig> how) throws Exception {
    var site = without(folder, how);
    site.startDaemon();
    return site;
  }

  /// As [#start(Path, UnaryOperator)] with no daemon yet.
  static Site without(Path folder, UnaryOperator<LabConfig> how) throws IOException {
    var root = Files.createDirectories(folder.resolve("root"));
    Scenery.build(root);
    var config = how.apply(LabConfig.at(folder.resolve("lab")));
    var lab = Lab.start(config);
    lab.admin().putUser(USER, PASSWORD.toCharArray());
    return new Site(
        config, lab, new Place(folder.resolve("agent"), root), Scenery.fingerprint(root));
  }

  void startDaemon() throws Exception {
    var started = new CompletableFuture<Void>();
    var end = new CompletableFuture<Void>();
    ended = end;
    daemon =
        Thread.ofPlatform()
            .name("reeve-daemon")
            .start(() -> {
              try {
                new AgentProgram().runDaemon(place, () -> started.complete(null));
                end.complete(null);
              } catch (RuntimeException e) {
                end.completeExceptionally(e);
              }
              started.completeExceptionally(new IllegalStateException("it has ended"));
            });
    started.get(60, TimeUnit.SECONDS);
  }

  void stopDaemon() throws InterruptedException {
    var thread = daemon;
    if (thread != null) {
      thread.interrupt();
      thread.join();
      daemon = null;
    }
  }

  /// Completes when the daemon has ended, with what ended it.
  CompletableFuture<Void> ended() {
    return ended;
  }

  Lab lab() {
    return lab;
  }

  void stopLab() throws IOException {
    lab.close();
  }

  /// The same service again, at the same address.
  void startLab() throws IOException {
    lab = Lab.start(config);
  }

  Place place() {
    return place;
  }

  Path state() {
    return place.state();
  }

  Path root() {
    return place.root();
  }

  Path file(String name) {
    return place.root().resolve(name);
  }

  /// The daemon, whoever runs it.
  AgentService agent() {
    return LocalClient.of(place.state()).orElseThrow();
  }

  /// What a person with a password gives.
  EnrollRequest request(String password) {
    return request(Optional.of(USER), Optional.of(password), Optional.empty(), Optional.empty());
  }

  EnrollRequest request(
      Optional<String> user,
      Optional<String> password,
      Optional<String> token,
      Optional<String> tokenType) {
    return new EnrollRequest(
        Optional.of(lab.discovery().toString()),
        Optional.empty(),
        user,
        password,
        token,
        tokenType,
        Optional.empty(),
        Optional.of(lab.caPem()));
  }

  Views.Account enrol() {
    return agent().enroll(request(PASSWORD)).account();
  }

  String device() {
    return lab.admin().devices().getFirst().id();
  }

  void assign(String profile, boolean atomic, Item... items) {
    lab.admin().putProfile(new Profile(profile, atomic, List.of(items)));
    lab.admin().assign(device(), profile);
  }

  /// Has the service ask one thing, in a session now, and gives what it got.
  LabViews.Command ask(Verb verb, String uri, String format, String value) {
    var id = queue(verb, uri, format, value);
    agent().sync(true);
    return lab.admin().command(id).orElseThrow();
  }

  String queue(Verb verb, String uri, String format, String value) {
    return lab.admin().queue(device(), verb, Item.of(uri, format, value));
  }

  /// What the service has recorded of a node.
  LabViews.Setting recorded(String uri) {
    return lab.admin().settings(device()).stream()
        .filter(setting -> setting.uri().equals(uri))
        .findFirst()
        .orElseThrow();
  }

  /// The events of that kind at the service.
  List<LabViews.Event> events(String kind) {
    return lab.admin().events(0, Optional.empty(), Duration.ZERO).stream()
        .filter(event -> event.kind().equals(kind))
        .toList();
  }

  /// What the agent remembers of that kind.
  List<Views.Event> history(String kind) {
    return agent().history(10_000).stream().filter(event -> event.kind().equals(kind)).toList();
  }

  /// The files and folders that differ from the machine's first state.
  List<String> changed() throws IOException {
    var after = Scenery.fingerprint(place.root());
    var names = new ArrayList<>(before.keySet());
    after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(names::add);
    return names.stream()
        .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
        .toList();
  }

  @Override
  public void close() throws IOException {
    try {
      stopDaemon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    } finally {
      lab.close();
    }
  }
}
