package io.reeve.core.agent;

import io.reeve.core.local.AgentException;
import io.reeve.core.local.AgentException.Kind;
import io.reeve.core.local.AgentFactory;
import io.reeve.core.local.AgentService;
import io.reeve.core.local.Desks;
import io.reeve.core.local.LocalServer;
import io.reeve.core.local.NativeCode;
import io.reeve.core.local.SelfTestReport;
import io.reeve.core.local.StateLock;
import io.reeve.core.local.ThisMachine;
import io.reeve.core.local.Views;
import io.reeve.core.log.LogFile;
import io.reeve.core.spi.Platform;
import io.reeve.core.spi.Rights;
import io.reeve.core.transport.NettyExchange;
import io.reeve.policy.Catalog;
import io.reeve.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Opens agents for the command line. Found by `ServiceLoader`.
public final class AgentProgram implements AgentFactory {
  /// No single trigger takes that long: programs have deadlines, and long work goes on elsewhere.
  private static final Duration STUCK = Duration.ofMinutes(15);

  /// Longer than a command works that found no daemon.
  private static final Duration COMMAND = Duration.ofSeconds(20);

  @Override
  public OpenAgent open(Place place) {
    return new Running(place, false);
  }

  @Override
  public void runDaemon(Place place, Runnable ready) {
    var well = new AtomicReference<BooleanSupplier>(() -> true);
    ThisMachine.platform()
        .supervisor()
        .run(
            (running, stop) ->
                serve(
                    place,
                    agent -> {
                      well.set(() -> agent.busy().compareTo(STUCK) < 0);
                      ready.run();
                      running.run();
                    },
                    stop),
            () -> well.get().getAsBoolean());
  }

  private static void serve(Place place, Consumer<Agent> ready, CompletableFuture<Void> stop) {
    try (var _ = new StopSignal(stop);
        var running = new Running(place, true);
        var _ = LocalServer.start(running.lock, running.desks(), running.rights)) {
      ready.accept(running.agent);
      CompletableFuture.anyOf(stop, running.agent.end()).get();
    } catch (InterruptedException e) {
      // Asked to stop by whoever runs the daemon on a thread; closing is all there is to do.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AgentException(
          Kind.FAILED,
          "the agent ended: " + e.getCause(),
          "see the log; the service manager starts it again");
    }
  }

  @Override
  public Views.Released release(Place place) {
    try (var running = new Running(place, false)) {
      return running.agent.release();
    }
  }

  @Override
  public SelfTestReport selfTest(Path root, boolean write) {
    try (var _ = NativeCode.forNow()) {
      var platform = ThisMachine.platform();
      requireWhole(root, platform);
      return new SelfTest(platform, Catalog.load(), Clock.systemUTC(), Duration.ofMinutes(1))
          .run(root, write);
    }
  }

  /// The root of some other file system (`D:\\`) is neither the machine nor a scratch folder.
  private static void requireWhole(Path root, Platform platform) {
    var whole = platform.root();
    if (root.getParent() == null && !root.equals(whole)) {
      throw new AgentException(
          Kind.USAGE,
          root + " is not where this system is",
          "leave --root out for the whole machine (" + whole + "), or name a folder");
    }
  }

  /// An agent with the right to its state folder.
  private static final class Running implements OpenAgent {
    private final Optional<Rights> rights;
    private final StateLock lock;
    private final Optional<LogFile> log;
    private final Agent agent;

    Running(Place place, boolean daemon) {
      var platform = ThisMachine.platform();
      requireWhole(place.root(), platform);
      rights = platform.rights();
      lock = StateLock.take(place.state(), rights, daemon ? COMMAND : Duration.ZERO);
      log =
          daemon && !platform.keepsOutput()
              ? Optional.of(LogFile.begin(place.state()))
              : Optional.empty();
      try {
        NativeCode.in(lock);
        agent =
            new Agent(Parts.of(place, platform, new NettyExchange(), Clock.systemUTC(), daemon));
        agent.start();
      } catch (StoreException e) {
        release();
        throw Trouble.of(e);
      } catch (RuntimeException e) {
        release();
        throw e;
      }
    }

    @Override
    public AgentService service() {
      return agent.service();
    }

    Desks desks() {
      return new Desks(agent.service(), agent.openService());
    }

    @Override
    public void close() {
      agent.close();
      release();
    }

    private void release() {
      log.ifPresent(LogFile::close);
      lock.close();
    }
  }

  /// Completes when the process is asked to stop, and holds its end until the agent has closed.
  private static final class StopSignal implements AutoCloseable {
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Thread hook;

    StopSignal(CompletableFuture<Void> stop) {
      hook =
          new Thread(
              () -> {
                stop.complete(null);
                try {
                  closed.join();
                } catch (CompletionException _) {
                  // never completed with an error
                }
              },
              "reeve-stop");
      Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
      closed.complete(null);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The process is ending; the hook has done its part.
      }
    }
  }
}
