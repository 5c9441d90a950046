package io.reeve.platform.linux;

import io.reeve.core.files.Facts;
import io.reeve.core.spi.Host;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.RemoteAction;
import io.reeve.policy.OmaUri;
import io.reeve.policy.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes everything on the machine unreadable for ever (RemoteWipe CSP): destroys every key of
/// every LUKS volume that it has open or opens at its start, then tells the disks that nothing on
/// them is needed any more, and switches the machine off.
///
/// It is done only where nothing of the machine's own lies outside of LUKS: what is not encrypted
/// cannot be made unreadable in seconds, and a service that is told "wiped" has to be able to rely
/// on it. Done again, it destroys what was left.
///
/// @param end switches the machine off
/// @param erased what was erased before
record WipeAction(Host host, OmaUri uri, SwitchOff end, ErasedVolumes erased)
    implements RemoteAction {
  private static final Logger LOG = LoggerFactory.getLogger(WipeAction.class);
  private static final String HOME = "./Device/Vendor/MSFT/RemoteWipe/";
  private static final List<String> CONTAINER =
      List.of("/run/systemd/container", "/run/.containerenv", "/.dockerenv");

  private static final String PLAN =
      "What can be done instead: disable its accounts (Actions/DisableAccount), lock it, switch it"
          + " off (Actions/ShutDown), and erase its disks from another system before it is given"
          + " to anybody";

  /// What keeps something of the person's, and cannot here.
  private record Keeping(OmaUri uri) implements RemoteAction {
    @Override
    public boolean isDestructive() {
      return true;
    }

    @Override
    public Optional<String> obstacle(Value argument) {
      return Optional.of(
          "a wipe destroys the keys of the whole disk here, so nothing can be kept;"
              + " RemoteWipe/doWipe erases everything, DMClient/Unenroll takes away what is the"
              + " organisation's and keeps what is the person's");
    }

    @Override
    public Result run(Value argument) {
      return new Result.Refused(obstacle(argument).orElseThrow());
    }
  }

  static List<RemoteAction> all(Host host) {
    var erased = new ErasedVolumes(host);
    return List.of(
        new WipeAction(host, OmaUri.parse(HOME + "doWipe"), SwitchOff.kernel(), erased),
        new WipeAction(host, OmaUri.parse(HOME + "doWipeProtected"), SwitchOff.kernel(), erased),
        new Keeping(OmaUri.parse(HOME + "doWipePersistUserData")));
  }

  @Override
  public boolean isDestructive() {
    return true;
  }

  /// What can be told before anybody waits for it.
  @Override
  public Optional<String> obstacle(Value argument) throws IOException {
    if (!argument.isAbsent() && !argument.wire().strip().equals("1")) {
      return Optional.of("a wipe takes no argument");
    }
    if (host.isScratch()) {
      return Optional.of("a scratch root has no disks of its own");
    }
    var facts = new Facts(host.root());
    if (CONTAINER.stream().anyMatch(facts::exists)) {
      return Optional.of("this is a container: its disk is the host's");
    }
    try {
      Cryptsetup.library();
    } catch (NotApplicableException e) {
      return Optional.of(e.getMessage() + ", which erases the keys of disks. " + PLAN);
    }
    return unencrypted(facts);
  }

  private Optional<String> unencrypted(Facts facts) throws IOException {
    var open = open(facts);
    var volumes = new LuksVolumes(facts, Crypttab.of(facts)).all();
    if (volumes.isEmpty()) {
      return Optional.of("the disk of this machine is not encrypted with LUKS. " + PLAN);
    }
    return open.isEmpty()
        ? erasure().obstacle(volumes).map(text -> text + ". " + PLAN)
        : Optional.of(
            "only a part of this machine is encrypted; outside of LUKS lie %s. %s"
                .formatted(String.join(", ", open), PLAN));
  }

  private List<String> open(Facts facts) throws IOException {
    return new OpenGround(facts, host.commands(), Crypttab.of(facts)).all();
  }

  private Erasure erasure() throws IOException {
    return new Erasure(Cryptsetup.library(), erased);
  }

  /// Until the service has heard that it begins, disks may come and go: everything is looked at
  /// when it is done, not before.
  @Override
  public Result run(Value argument) throws IOException {
    var obstacle = obstacle(argument);
    return obstacle.isPresent()
        ? new Result.Refused(obstacle.get())
        : new Result.Parting(() -> {
          var news = obstacle(argument);
          return news.isPresent() ? new Result.Refused(news.get()) : erase(List.of());
        });
  }

  /// What lies in the open now is told as left.
  @Override
  public Result resume(Value argument) {
    return new Result.Parting(() ->
        erase(
            open(new Facts(host.root())).stream()
                .map(each -> each + ", outside of LUKS")
                .toList()));
  }

  private Result erase(List<String> others) throws IOException {
    var facts = new Facts(host.root());
    var volumes = new LuksVolumes(facts, Crypttab.of(facts));
    return erasure().erase(volumes.all(), others, volumes.peoples());
  }

  /// A machine that was off since its volumes were erased, and is back, was made to work by
  /// somebody.
  @Override
  public void finish() throws IOException {
    if (erased.hasAnyNow()) {
      end.now(discarded());
    } else {
      LOG.warn("the machine was off since its volumes were erased");
    }
  }

  /// Only what is known to be erased, by what the kernel says it is and not by its place.
  private List<Path> discarded() {
    var data = new LinkedHashSet<Path>();
    try {
      var facts = new Facts(host.root());
      for (var volume : new LuksVolumes(facts, Crypttab.of(facts)).all()) {
        if (volume.isOpen() && erased.hasNow(volume.uuid().orElseThrow())) {
          data.add(volume.data());
        }
      }
    } catch (IOException e) {
      LOG.warn("not every volume is discarded; their keys are gone", e);
    }
    return List.copyOf(data);
  }
}
